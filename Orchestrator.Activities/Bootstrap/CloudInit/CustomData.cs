using System.IO.Compression;
using System.Text;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Bootstrap.CloudInit;

/// <summary>User data as ARM's customData takes it: base64, and gzip where it would be too long. cloud-init unpacks it by itself.</summary>
internal static class CustomData
{
    /// <summary>Azure's limit in bytes before base64.</summary>
    private const int Limit = 64 * 1024;

    /// <exception cref="OrchestratorException">InvalidValue: too long even when compressed.</exception>
    public static string Encode(string userData, string target)
    {
        var bytes = Encoding.UTF8.GetBytes(userData);
        if (bytes.Length < Limit)
        {
            return Convert.ToBase64String(bytes);
        }

        var compressed = Compress(bytes);
        return compressed.Length < Limit
            ? Convert.ToBase64String(compressed)
            : throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                $"The user data of {target} has {bytes.Length} bytes, {compressed.Length} when compressed; Azure takes fewer than {Limit}.",
                target,
                "Shorten the files and commands of its kubeadm configuration, or let a command fetch them at boot."));
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }
}
