using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.GitOps;

namespace Orchestrator.Activities.Drift;

/// <summary>Settings under <c>Orchestrator:Drift</c>.</summary>
public sealed record DriftOptions
{
    /// <summary>After so many repairs of one thing it is left to people.</summary>
    public int MaximumRepairs { get; init; } = 5;

    /// <summary>Where events of drift are posted; null: nowhere.</summary>
    public Uri? Webhook { get; init; }

    /// <exception cref="InvalidOperationException">A setting is not what it must be.</exception>
    public static DriftOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Orchestrator:Drift");
        return new DriftOptions { MaximumRepairs = Count(section, "MaximumRepairs") ?? 5, Webhook = ConfiguredAddress.WebhookOf(section, ConfiguredAddress.WebhooksMayBePrivate(configuration)) };
    }

    private static int? Count(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100 => number,
        var text => throw new InvalidOperationException($"The setting {section.Path}:{name} is \"{text}\": write a number from 1 to 100."),
    };
}
