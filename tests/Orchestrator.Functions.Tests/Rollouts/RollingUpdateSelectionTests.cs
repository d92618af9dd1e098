using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Determinism.Chance;
using Orchestrator.Functions.Rollouts;

namespace Orchestrator.Functions.Tests.Rollouts;

public sealed class RollingUpdateSelectionTests
{
    private const int Shuffles = 50;

    [Fact]
    public void Select_EveryConformanceCaseInEveryOrder_DeletesWhatTheReferenceDeletes()
    {
        var cases = JsonNode.Parse(File.ReadAllText(SharedFolder.Find("conformance", "rolling_update_select_cases.json")))!.AsArray();
        Assert.Equal(33, cases.Count);
        foreach (var sample in cases)
        {
            for (var seed = 0; seed < Shuffles; seed++)
            {
                Check(sample!, seed);
            }
        }
    }

    [Fact]
    public void IsRolloutInProgress_EveryConformanceCase_AnswersAsTheReference()
    {
        var cases = JsonNode.Parse(File.ReadAllText(SharedFolder.Find("conformance", "vmss_misc_cases.json")))!["rolloutInProgress"]!.AsArray();
        Assert.Equal(5, cases.Count);
        foreach (var sample in cases)
        {
            var instances = sample!["instances"] as JsonArray;
            var answer = RollingUpdateSelection.IsRolloutInProgress(
                exists: instances is not null,
                stale: instances?.Count(static i => i!.ToString() == "old") ?? 0,
                sample["desired"]!.GetValue<int>(),
                sample["lastReconciled"]?.GetValue<int>());
            Assert.True(answer == sample["expect"]!.GetValue<bool>(), sample.ToJsonString());
        }
    }

    private static void Check(JsonNode sample, int seed)
    {
        var machines = sample["machines"]!.AsObject().Select(m => Machine(m.Key, m.Value!)).ToList();
        Shuffle(machines, new SeededRandomness(seed));
        var desired = sample["desiredReplicas"]!.GetValue<int>();
        var strategy = sample["strategy"]!;
        var deleted = RollingUpdateSelection.Select(
            machines,
            desired,
            ScaledValue.Unavailable(strategy["maxUnavailable"]?.ToString(), desired),
            strategy["deletePolicy"] is { } policy ? Enum.Parse<DeletePolicy>(policy.ToString()) : DeletePolicy.Random,
            sample["rolloutInProgress"]!.GetValue<bool>(),
            sample["skipModelReconciliation"]!.GetValue<bool>()).Select(static m => m.Name).ToList();

        Assert.True(Fits(sample["expect"]!, deleted), $"{sample["name"]} (seed {seed}): deleted [{string.Join(", ", deleted)}], expected {sample["expect"]!.ToJsonString()}");
    }

    private static bool Fits(JsonNode expected, List<string> deleted)
    {
        if (expected["count"] is { } count)
        {
            return deleted.Count == count.GetValue<int>();
        }

        var wanted = expected["delete"]!.AsArray();
        return wanted is [JsonArray anyOf]
            ? deleted.Count == 1 && anyOf.Any(name => name!.ToString() == deleted[0])
            : deleted.Order(StringComparer.Ordinal).SequenceEqual(wanted.Select(static n => n!.ToString()).Order(StringComparer.Ordinal));
    }

    private static PoolMachine Machine(string name, JsonNode machine) => new()
    {
        Name = name,
        Ready = machine["ready"]!.GetValue<bool>(),
        LatestModel = machine["latestModel"]!.GetValue<bool>(),
        ProvisioningState = machine["provisioningState"]?.ToString(),
        CreatedAt = machine["createdHour"] is { } hour ? DateTimeOffset.UnixEpoch.AddHours(hour.GetValue<int>()) : null,
        DeleteRequested = machine["deleteAnnotation"]?.GetValue<bool>() ?? false,
        MarkedForDeletion = machine["markedForDeletion"]?.GetValue<bool>() ?? false,
    };

    private static void Shuffle(List<PoolMachine> machines, Randomness randomness)
    {
        for (var i = machines.Count - 1; i > 0; i--)
        {
            var j = randomness.Next(i + 1);
            (machines[i], machines[j]) = (machines[j], machines[i]);
        }
    }
}
