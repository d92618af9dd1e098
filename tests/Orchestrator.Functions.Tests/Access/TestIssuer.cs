using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Functions.Access.Tokens;

namespace Orchestrator.Functions.Tests.Access;

/// <summary>An issuer of tokens with its OpenID metadata, as the app would fetch it.</summary>
internal sealed class TestIssuer : HttpMessageHandler
{
    public const string Name = "https://login.example.com/tenant/v2.0";
    public const string Audience = "api://orchestrator";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RSA _small = RSA.Create(1024);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;

    public TestIssuer(TimeProvider time) => _time = time;

    /// <summary>The id under which the RSA key is published.</summary>
    public string RsaKeyId { get; set; } = "rsa-1";

    public string MetadataIssuer { get; set; } = Name;

    public bool IsAway { get; set; }

    public List<string> Requests { get; } = [];

    public IssuerTransport Transport => new(new HttpMessageInvoker(this, disposeHandler: false));

    public byte[] RsaPublicKey => _rsa.ExportSubjectPublicKeyInfo();

    /// <summary>Settings of an app that takes this issuer's tokens.</summary>
    public static Dictionary<string, string?> Settings(string separator = ":") => new(StringComparer.Ordinal)
    {
        [$"Orchestrator{separator}Access{separator}Issuer"] = Name,
        [$"Orchestrator{separator}Access{separator}Audience"] = Audience,
    };

    public JsonObject Claims(params string[] roles)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Name, ["aud"] = Audience, ["iat"] = now, ["nbf"] = now, ["exp"] = now + 3600, ["oid"] = "0f8fad5b-d9cb-469f-a165-70867728950e",
            ["preferred_username"] = "ada@example.com", ["azp"] = "client-1", ["roles"] = new JsonArray([.. roles.Select(static role => (JsonNode)role)]),
        };
    }

    public string Issue(JsonObject claims, string algorithm = "RS256", string? keyId = null, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = keyId ?? (algorithm.StartsWith('E') ? "ec-1" : RsaKeyId) };
        header?.Invoke(head);
        var signed = $"{Encode(head)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(algorithm, Encoding.ASCII.GetBytes(signed)))}";
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!.ToString());
        return Task.FromResult(IsAway ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent((request.RequestUri.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal) ? Keys() : Metadata()).ToJsonString(), Encoding.UTF8, "application/json"),
        });
    }

    protected override void Dispose(bool disposing)
    {
        _rsa.Dispose();
        _small.Dispose();
        _curve.Dispose();
        base.Dispose(disposing);
    }

    private JsonObject Metadata() => new() { ["issuer"] = MetadataIssuer, ["jwks_uri"] = "https://login.example.com/tenant/keys" };

    private JsonObject Keys()
    {
        var point = _curve.ExportParameters(false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                Rsa(_rsa, RsaKeyId),
                Rsa(_small, "small"),
                Rsa(_rsa, "for-encryption", "enc"),
                new JsonObject { ["kty"] = "EC", ["kid"] = "ec-1", ["use"] = "sig", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) },
                new JsonObject { ["kty"] = "oct", ["kid"] = "secret", ["k"] = "c2VjcmV0" },
                "no key"),
        };
    }

    private static JsonObject Rsa(RSA key, string id, string use = "sig")
    {
        var parameters = key.ExportParameters(false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = id, ["use"] = use, ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    private byte[] Sign(string algorithm, byte[] data) => algorithm switch
    {
        "RS256" => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "RS384" => _rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        "RS512" => _rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "PS384" => _rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        "PS512" => _rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        "ES256" => _curve.SignData(data, HashAlgorithmName.SHA256),
        // The attack that takes the public key for a shared secret.
        "HS256" => HMACSHA256.HashData(RsaPublicKey, data),
        "HS256-pem" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem()), data),
        _ => [],
    };

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
