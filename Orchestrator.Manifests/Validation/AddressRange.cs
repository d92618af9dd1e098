using System.Net;
using System.Net.Sockets;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>A CIDR block of the spec, what it is for, and where it stands.</summary>
internal sealed record AddressRange(string SpecPath, string Owner, IPNetwork Network)
{
    public bool Overlaps(AddressRange other) => Network.Contains(other.Network.BaseAddress) || other.Network.Contains(Network.BaseAddress);

    public bool Contains(AddressRange other) => Network.PrefixLength <= other.Network.PrefixLength && Network.Contains(other.Network.BaseAddress);

    /// <summary>The valid IPv4 blocks of a list; the others are reported.</summary>
    public static IReadOnlyList<AddressRange> ReadAll(string specPath, string owner, IReadOnlyList<string> blocks, SpecReport report) =>
        [.. blocks.Select((block, i) => Read($"{specPath}[{i}]", owner, block, report)).OfType<AddressRange>()];

    private static AddressRange? Read(string specPath, string owner, string block, SpecReport report)
    {
        if (Unknown.IsIn(block))
        {
            return null;
        }

        if (!TryParse(block, out var network, out var written))
        {
            report.Invalid(specPath, $"\"{block}\" is not a CIDR block.", "Write an address and a prefix length, such as 10.1.0.0/16.");
            return null;
        }

        if (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6)
        {
            report.Error(ErrorCatalog.UnsupportedFeature, specPath, $"IPv6 is not supported yet ({block}).", "Write an IPv4 block.");
            return null;
        }

        if (!written.Equals(network.BaseAddress))
        {
            report.Invalid(specPath, $"\"{block}\" has bits set behind its prefix.", $"Write {network}.");
        }

        return new AddressRange(specPath, owner, network);
    }

    private static bool TryParse(string block, out IPNetwork network, out IPAddress written)
    {
        (network, written) = (default, IPAddress.None);
        if (block.Split('/') is not [var address, var length] || !byte.TryParse(length, out var prefix) || !IPAddress.TryParse(address, out var parsed))
        {
            return false;
        }

        var bytes = parsed.GetAddressBytes();
        // IPAddress.Parse takes "10" for 0.0.0.10.
        if (prefix > bytes.Length * 8 || (bytes.Length == 4 && address.Count(static c => c == '.') != 3))
        {
            return false;
        }

        written = parsed;
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        network = new IPNetwork(new IPAddress(bytes), prefix);
        return true;
    }
}
