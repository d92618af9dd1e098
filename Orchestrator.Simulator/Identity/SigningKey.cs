using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Identity;

/// <summary>The tenant's key, made when first used and kept in the data folder: tokens outlive a restart.</summary>
internal sealed class SigningKey(string? dataFolder) : IDisposable
{
    private const string FileName = "tenant.key";
    private readonly Lazy<RSA> _key = new(() => LoadOrCreate(dataFolder), LazyThreadSafetyMode.ExecutionAndPublication);

    public RSA Key => _key.Value;

    /// <summary>Names the key in token headers.</summary>
    public string KeyId => Base64Url.EncodeToString(SHA256.HashData(Key.ExportSubjectPublicKeyInfo()).AsSpan(0, 15));

    /// <summary>The public part as a JSON Web Key (RFC 7517).</summary>
    public JsonObject PublicJson()
    {
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = KeyId,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static RSA LoadOrCreate(string? folder)
    {
        var path = folder is null ? null : Path.Combine(folder, FileName);
        var key = RSA.Create(2048);
        if (path is not null && File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        else if (path is not null)
        {
            File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        }

        return key;
    }
}
