using System.Text;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Public keys as CAPZ carries them: base64 of a line of authorized_keys.</summary>
internal static class SshKey
{
    /// <summary>The line; null for none (a key is then made) or after a report.</summary>
    public static string? Decode(ObjectReader machine, string base64)
    {
        if (base64.Length == 0 || Sources.Unknown.IsIn(base64))
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        if (Convert.TryFromBase64String(base64, bytes, out var count))
        {
            return Encoding.UTF8.GetString(bytes, 0, count).Trim();
        }

        machine.Invalid("sshPublicKey", "'sshPublicKey' is not base64.", "Write the output of: base64 -w0 id_rsa.pub");
        return null;
    }
}
