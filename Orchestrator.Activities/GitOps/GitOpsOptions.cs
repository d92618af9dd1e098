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
            Webhook = ConfiguredAddress.WebhookOf(section, ConfiguredAddress.WebhooksMayBePrivate(configuration)),
            WebhookMayBePrivate = ConfiguredAddress.WebhooksMayBePrivate(configuration),
            PublicUrl = ConfiguredAddress.Of(section, "PublicUrl"),
        };
    }
}
