using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.Nodes;

/// <summary>Settings under <c>Orchestrator:MachineHealth</c>: when a machine is taken for lost. The times are those of Cluster API's MachineHealthCheck.</summary>
public sealed record MachineHealthOptions
{
    /// <summary>A node that is not Ready for so long does not come back by itself. Kubernetes moves its pods away at the same time.</summary>
    public TimeSpan NotReady { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A machine that has no node after so long never joins.</summary>
    public TimeSpan Startup { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>If a larger share of machines is unwell, they have a cause in common, such as the network, and replacing them mends nothing. One is always few enough.</summary>
    public int MaximumPercent { get; init; } = 40;

    /// <exception cref="InvalidOperationException">A setting is not what it must be.</exception>
    public static MachineHealthOptions From(IConfiguration configuration)
    {
        var (section, usual) = (configuration.GetSection("Orchestrator:MachineHealth"), new MachineHealthOptions());
        return new MachineHealthOptions
        {
            NotReady = Number(section, "NotReadySeconds", 60, 86400) is { } notReady ? TimeSpan.FromSeconds(notReady) : usual.NotReady,
            Startup = Number(section, "StartupSeconds", 60, 86400) is { } startup ? TimeSpan.FromSeconds(startup) : usual.Startup,
            MaximumPercent = Number(section, "MaximumPercent", 0, 100) ?? usual.MaximumPercent,
        };
    }

    /// <summary>How many of a number of machines may be replaced because they are unwell; none where the share is 0.</summary>
    public int MostOf(int machines) => MaximumPercent == 0 ? 0 : Math.Max(1, machines * MaximumPercent / 100);

    private static int? Number(IConfigurationSection section, string name, int least, int most) => section[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        var text => throw new InvalidOperationException($"The setting {section.Path}:{name} is \"{text}\": write a number from {least} to {most}."),
    };
}
