using System.Text;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Manifests.Tests;

/// <summary>Whatever the input, the reader answers; and what it calls valid has no error in it.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 150;
    private const string Noise = "{}[]:,-#&*!|>'\"%@`$?~\n\r\t \\<=0aZé\u2028\0";

    public static TheoryData<string> Seeds() => ["native", "capz", "sample", "template"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Reader_OnAMutatedInput_ReportsAndNeverThrows(string seed)
    {
        var text = seed switch
        {
            "native" => Manifest.Native(network: "subnets: [{role: node}]", pool: "maxSurge: 25%, zones: [1]"),
            "capz" => Manifest.Capz(kubeadm: "files: [{path: /a, content: b}]", machine: "dataDisks: [{nameSuffix: a, diskSizeGB: 10}]"),
            "sample" => Repository.Sample("cluster.yaml"),
            _ => Repository.Shared("inputs", "capz", "cluster-template-machinepool.yaml"),
        };
        for (var round = 0; round < Rounds; round++)
        {
            var random = new SeededRandomness(round);
            var mutated = Mutate(text, random);
            try
            {
                var result = Reading.ReadTemplate(mutated);
                Assert.Equal(result.IsValid, result.Clusters.Count + result.Identities.Count > 0);
                Assert.All(result.Diagnostics, d => Assert.True(d.Code == "ORC0113" || (d.Line >= 1 && d.Column >= 1 && d.Document >= 1), Reading.Show(d)));
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Round {round} of {seed} threw {problem}\n{mutated}");
            }
        }
    }

    private static string Mutate(string text, Randomness random)
    {
        var result = new StringBuilder(text);
        for (var edits = 1 + random.Next(6); edits > 0; edits--)
        {
            var at = random.Next(Math.Max(1, result.Length));
            var length = Math.Min(random.Next(12), result.Length - at);
            switch (random.Next(5))
            {
                case 0: result.Remove(at, length); break;
                case 1: result.Insert(at, Noise[random.Next(Noise.Length)]); break;
                case 2: result.Insert(at, text.AsSpan(random.Next(text.Length / 2), Math.Min(40, text.Length / 2))); break;
                case 3: result.Remove(at, length).Insert(at, random.NextString(length, Noise)); break;
                default: SwapLines(result, random); break;
            }
        }

        return result.ToString();
    }

    private static void SwapLines(StringBuilder text, Randomness random)
    {
        var lines = text.ToString().Split('\n');
        var (a, b) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        text.Clear().AppendJoin('\n', lines);
    }
}
