using System.Text;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class SecretReader : IKindReader
{
    public string ApiGroup => string.Empty;

    public string ApiVersion => "v1";

    public string Kind => "Secret";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        _ = root.Boolean("immutable");
        _ = root.String("type");
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var encoded = root.StringMap("data");
        foreach (var (key, value) in encoded)
        {
            data[key] = Decode(root, key, value);
        }

        foreach (var (key, value) in root.StringMap("stringData"))
        {
            data[key] = value;
        }

        // Azure Service Operator's name of it.
        if (data.TryGetValue("AZURE_CLIENT_SECRET", out var secret))
        {
            data.TryAdd("clientSecret", secret);
        }

        return new SecretManifest(meta, root.Context.Origins, data);
    }

    private static string Decode(ObjectReader root, string key, string value)
    {
        try
        {
            return Sources.Unknown.IsIn(value) ? value : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(value));
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            root.Invalid("data", $"'{key}' is not base64 of text.", "Encode it with base64, or write it plainly under stringData.");
            return Sources.Unknown.Text;
        }
    }
}
