using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests;

/// <summary>
/// Inputs with many mistakes; everything that is said about each stands in the .expected.txt beside it.
/// Run with UPDATE_SNAPSHOTS=1 to accept what the reader says now, then read the difference.
/// </summary>
public sealed class DiagnosticsSnapshotTests
{
    public static TheoryData<string> Inputs() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Tests, "Inputs"), "*.yaml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Diagnostics_OfAnInputWithMistakes_NameEveryOneAtItsPlace(string input)
    {
        var result = ManifestReader.Read(new ManifestInput { Files = [new ManifestFile(input, Repository.Input(input))] });
        var actual = string.Join('\n', result.Diagnostics.Select(Reading.Show)) + '\n';
        var expected = Path.Combine(Repository.Tests, "Inputs", Path.ChangeExtension(input, ".expected.txt"));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(expected, actual);
        }

        Assert.False(result.IsValid);
        Assert.Empty(result.Clusters);
        Assert.Equal(File.ReadAllText(expected).ReplaceLineEndings("\n"), actual);
    }
}
