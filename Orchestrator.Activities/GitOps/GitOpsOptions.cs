using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.GitOps;

/// <summary>Settings under <c>Orchestrator:GitOps</c>.</summary>
public sealed record GitOpsOptions
{
    /// <summary>Hosts that manifests may be fetched from, such as <c>acct.blob.core.windows.net</c>; none: messages must carry their manifests.</summary>
    public IReadOnlyList<string> ManifestHosts { get; init; } = [];

    /// <summary>Where outcomes are posted; null: nowhere.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>The webhook may be in a private network, and without TLS on this machine. Only who configures the app can say so.</summary>
    public bool WebhookMayBePrivate { get; init; }

    /// <summary>The app's own address as others reach it, for links; null: no links.</summary>
    public Uri? PublicUrl { get; init; }

    /// <exception cref="InvalidOperationException">A setting is not what it must be.</exception>
    public static GitOpsOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Orchestrator:GitOps");
        return new GitOpsOptions
        {
            ManifestHosts = (section["ManifestHosts"] ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Webhook = WebhookOf(section),
            WebhookMayBePrivate = MayBePrivate(section),
            PublicUrl = Address(section, "PublicUrl"),
        };
    }

    private static bool MayBePrivate(IConfigurationSection section) => string.Equals(section["WebhookMayBePrivate"], "true", StringComparison.OrdinalIgnoreCase);

    private static Uri? WebhookOf(IConfigurationSection section) => Address(section, "Webhook") is { } url && url.Scheme != Uri.UriSchemeHttps && !(MayBePrivate(section) && url.IsLoopback)
        ? throw new InvalidOperationException($"The setting {section.Path}:Webhook must begin with https://.")
        : Address(section, "Webhook");

    private static Uri? Address(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" => new Uri(text),
        _ => throw new InvalidOperationException($"The setting {section.Path}:{name} is no address: write one such as https://example.com/path."),
    };
}
