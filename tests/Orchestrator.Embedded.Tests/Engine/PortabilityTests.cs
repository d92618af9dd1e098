using System.Runtime.CompilerServices;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>What the semantics suite states must be checkable on the real engine, so it knows nothing of ours. See <see cref="EngineHost"/>.</summary>
public sealed class PortabilityTests
{
    /// <summary>Fixtures, and tests of what only our engine has: its store, stop and start, one-thread order, log lines, protection from impure code, host.json's settings.</summary>
    private static readonly HashSet<string> OurOwn =
    [
        "CrashTests", "CrashingStore", "EngineHost", "HistoryTests", "HostileCodeTests", "KillTests", "ListLoggerProvider", "PortabilityTests",
        "RecordedSpans", "RestartTests", "StateLogTests", "TestCatalog", "TracingTests", "VersionTests",
    ];

    private static readonly string[] OursToKnow =
        ["Orchestrator.Embedded.Engine", "Orchestrator.Embedded.Storage", "Orchestrator.Determinism", ".Clock", ".Dispatcher", ".Engine.", "store:"];

    public static TheoryData<string> SemanticsTests => [.. Directory.GetFiles(Folder(), "*.cs")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(name => !OurOwn.Contains(name))
        .Order()];

    [Theory]
    [MemberData(nameof(SemanticsTests))]
    public void SemanticsTest_KnowsOnlyMicrosoftsApiAndTheFixture(string name)
    {
        var code = File.ReadAllText(Path.Combine(Folder(), name + ".cs"));

        Assert.DoesNotContain(OursToKnow, ours => code.Contains(ours, StringComparison.Ordinal));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
