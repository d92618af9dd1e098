using System.Globalization;

namespace Orchestrator.Functions.Access;

/// <summary>Settings under <c>Orchestrator:Access</c>.</summary>
public sealed record AccessOptions
{
    private const string Section = "Orchestrator:Access";
    private const int StandardRequestsPerMinute = 600;

    /// <summary>What the tokens' <c>iss</c> must be; null: no tokens are wanted, and whoever has a function key is an Admin.</summary>
    public string? Issuer { get; init; }

    /// <summary>One of these must be in the tokens' <c>aud</c>.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Where the issuer's OpenID metadata is.</summary>
    public Uri? Metadata { get; init; }

    /// <summary>Applications (<c>azp</c>, <c>appid</c>) whose tokens are taken; none: of all.</summary>
    public IReadOnlyList<string> Clients { get; init; } = [];

    /// <summary>The claim that names the caller's namespaces.</summary>
    public string NamespacesClaim { get; init; } = "namespaces";

    /// <summary>Namespaces by a value of the <c>groups</c> claim; "*" is all. With any, callers whose groups are not here may act nowhere.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> GroupNamespaces { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What callers with these function keys may do, by the keys' SHA-256. With any, a request must show a key.</summary>
    public IReadOnlyDictionary<string, KeyRule> Keys { get; init; } = new Dictionary<string, KeyRule>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Requests that one caller may make in a minute; 0: as many as it likes.</summary>
    public int RequestsPerMinute { get; init; } = StandardRequestsPerMinute;

    /// <summary>Somebody wrote the number: then it holds for callers from this machine too.</summary>
    public bool IsRateWritten { get; init; }

    /// <exception cref="InvalidOperationException">A setting is not what it must be.</exception>
    public static AccessOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var issuer = Text(section, "Issuer");
        var audiences = List(section["Audience"]);
        if ((issuer is null) != (audiences.Count == 0))
        {
            throw new InvalidOperationException($"{Section}:Issuer and {Section}:Audience belong together: write both, or neither.");
        }

        var metadata = Text(section, "Metadata") ?? (issuer is null ? null : $"{issuer.TrimEnd('/')}/.well-known/openid-configuration");
        return new AccessOptions
        {
            Issuer = issuer,
            Audiences = audiences,
            Metadata = metadata is null ? null : Https(metadata),
            Clients = List(section["Clients"]),
            NamespacesClaim = Text(section, "NamespacesClaim") ?? "namespaces",
            GroupNamespaces = section.GetSection("GroupNamespaces").GetChildren().ToDictionary(static group => group.Key, static group => List(group.Value), StringComparer.OrdinalIgnoreCase),
            Keys = section.GetSection("Keys").GetChildren().ToDictionary(static key => key.Key, static key => KeyRule.Parse(key.Path, key.Key, key.Value), StringComparer.OrdinalIgnoreCase),
            RequestsPerMinute = Rate(section["RequestsPerMinute"]),
            IsRateWritten = Text(section, "RequestsPerMinute") is not null,
        };
    }

    private static string? Text(IConfigurationSection section, string name) => section[name] is { Length: > 0 } text ? text : null;

    private static IReadOnlyList<string> List(string? text) => (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Uri Https(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
        ? url
        : throw new InvalidOperationException($"'{address}' is no place for OpenID metadata: write {Section}:Issuer, or {Section}:Metadata, as an https address.");

    private static int Rate(string? text) => text is null or "" ? StandardRequestsPerMinute
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) ? rate
        : throw new InvalidOperationException($"The setting {Section}:RequestsPerMinute is '{text}': write a number, or 0 for no limit.");
}
