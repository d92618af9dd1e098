using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;

namespace Orchestrator.Embedded.Hosting;

/// <summary>What an embedded host runs and on which clock, chance and order it runs.</summary>
public sealed record EmbeddedHostOptions
{
    /// <summary>Holds the durable state and the keys. Created if absent; one running host per folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// The loopback address to listen on (<c>http</c> only; port 0 takes a free one). Null: no listener, only <see
    /// cref="EmbeddedHost.SendAsync"/>.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>The isolated-worker app. Functions are looked for in it and in those it references.</summary>
    public required Assembly FunctionsAssembly { get; init; }

    /// <summary>Runs instead of the assembly's own entry point; receives its arguments.</summary>
    public Func<string[], Task>? EntryPoint { get; init; }

    /// <summary>Limits discovery to the types that pass. Null: every type.</summary>
    public Func<Type, bool>? FunctionTypes { get; init; }

    public required TimeProvider Time { get; init; }

    public required Randomness Randomness { get; init; }

    public required WorkDispatcher Dispatcher { get; init; }

    /// <summary>
    /// The app's settings, as <c>Values</c> of local.settings.json: <c>__</c> separates sections, environment variables win over
    /// them.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs after the app's own registrations, so that a caller can replace them.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Null: host.json beside the app assembly if there is one, else the defaults.</summary>
    public string? HostJsonPath { get; init; }

    /// <summary>Replays every orchestration after each of its steps, which finds impure orchestrators early. For tests.</summary>
    public bool ReplayAfterEveryStep { get; init; }
}
