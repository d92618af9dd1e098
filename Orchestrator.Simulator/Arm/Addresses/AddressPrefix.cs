using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Addresses;

/// <summary>An address range in CIDR notation.</summary>
internal sealed record AddressPrefix(IPNetwork Network)
{
    public bool IsIPv4 => Network.BaseAddress.AddressFamily == AddressFamily.InterNetwork;

    public BigInteger First => Number(Network.BaseAddress);

    public BigInteger Size => BigInteger.One << ((IsIPv4 ? 32 : 128) - Network.PrefixLength);

    /// <exception cref="ArmException">400: no CIDR notation, or bits set beyond the prefix.</exception>
    public static AddressPrefix Parse(string text, string resourceId)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address) || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length < 0 || length > (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        {
            throw NetworkErrors.InvalidPrefixFormat(text, resourceId);
        }

        var prefix = new AddressPrefix(Masked(address, length));
        return prefix.Network.BaseAddress.Equals(address) ? prefix : throw NetworkErrors.InvalidPrefix(text, resourceId, prefix.ToString());
    }

    public bool Contains(AddressPrefix other) => Network.PrefixLength <= other.Network.PrefixLength && Network.Contains(other.Network.BaseAddress);

    public bool Overlaps(AddressPrefix other) => Contains(other) || other.Contains(this);

    public bool Contains(IPAddress address) => Network.Contains(address);

    /// <summary>Azure keeps the first four addresses of a subnet and its last.</summary>
    public bool IsReserved(IPAddress address)
    {
        var offset = Number(address) - First;
        return offset < 4 || offset == Size - 1;
    }

    /// <summary>The addresses that machines may have, lowest first.</summary>
    public IEnumerable<IPAddress> Usable()
    {
        for (var offset = new BigInteger(4); offset < Size - 1; offset++)
        {
            yield return Address(First + offset);
        }
    }

    public override string ToString() => Network.ToString();

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPNetwork Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }

    private IPAddress Address(BigInteger number)
    {
        var bytes = new byte[IsIPv4 ? 4 : 16];
        var significant = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        significant.CopyTo(bytes, bytes.Length - significant.Length);
        return new IPAddress(bytes);
    }
}
