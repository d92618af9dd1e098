using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Manifests.Drafts;

/// <summary>An extension as written. Its protected settings go to the secret store; the spec only knows their hash.</summary>
internal sealed record VmExtensionDraft(
    string Name, string Publisher, string Version, SortedDictionary<string, string> Settings, SortedDictionary<string, string> ProtectedSettings)
{
    /// <summary>The protected settings as JSON; null when there are none.</summary>
    public string? ProtectedJson => ProtectedSettings.Count == 0 ? null : JsonSerializer.Serialize(ProtectedSettings);

    public string? ProtectedHash => ProtectedJson is { } json ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))) : null;
}
