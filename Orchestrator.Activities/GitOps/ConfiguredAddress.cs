using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.GitOps;

/// <summary>Addresses that settings name.</summary>
internal static class ConfiguredAddress
{
    /// <summary>Null: the setting is empty.</summary>
    /// <exception cref="InvalidOperationException">It is no http or https address.</exception>
    public static Uri? Of(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" => new Uri(text),
        _ => throw new InvalidOperationException($"The setting {section.Path}:{name} is no address: write one such as https://example.com/path."),
    };

    /// <summary>The setting <c>Webhook</c>: https, unless <c>Orchestrator:GitOps:WebhookMayBePrivate</c> allows this machine.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public static Uri? WebhookOf(IConfigurationSection section, bool mayBePrivate) =>
        Of(section, "Webhook") is not { } address || address.Scheme == Uri.UriSchemeHttps || (mayBePrivate && address.IsLoopback)
            ? Of(section, "Webhook")
            : throw new InvalidOperationException($"The setting {section.Path}:Webhook must begin with https://.");

    public static bool WebhooksMayBePrivate(IConfiguration configuration) =>
        string.Equals(configuration["Orchestrator:GitOps:WebhookMayBePrivate"], "true", StringComparison.OrdinalIgnoreCase);
}
