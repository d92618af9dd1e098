using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Activities.Tests.Resources;

public sealed class KnownMachinesTests
{
    private const string Id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachineScaleSets/p";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly VirtualClock _clock = new(Start);

    [Fact]
    public void Find_WithoutAFreshness_HasEverythingRead()
    {
        var known = Known();

        Assert.Null(known.FindScaleSet(Id, since: null));
        Assert.Null(known.FindList(Id, since: null));
    }

    [Fact]
    public void Find_ReadBeforeTheAskersWrite_HasItRead()
    {
        var known = Known();

        Assert.Null(known.FindList(Id, Start.AddSeconds(1)));
        Assert.Null(known.FindScaleSet(Id, Start.AddSeconds(1)));
        Assert.NotNull(known.FindList(Id.ToUpperInvariant(), Start));
        Assert.NotNull(known.FindScaleSet(Id, Start.AddSeconds(-1)));
    }

    [Theory]
    [InlineData(119, true, true)]
    [InlineData(121, false, true)]
    [InlineData(301, false, false)]
    public void Find_Old_IsReadAgainSoThatOthersChangesAreSeen(int seconds, bool list, bool scaleSet)
    {
        var known = Known();
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(list, known.FindList(Id, Start) is not null);
        Assert.Equal(scaleSet, known.FindScaleSet(Id, Start) is not null);
    }

    [Theory]
    [InlineData("Creating")]
    [InlineData("Deleting")]
    [InlineData("Failed")]
    public void Remember_WhatIsNotAtRest_ForgetsInstead(string state)
    {
        var known = Known();

        known.RememberList(Id, [Resource("Succeeded"), Resource(state)], Start);
        known.RememberScaleSet(Id, Resource(state), Start);

        Assert.Null(known.FindList(Id, Start));
        Assert.Null(known.FindScaleSet(Id, Start));
    }

    [Fact]
    public void Find_WhatAReaderChanges_StaysWithTheReader()
    {
        var known = Known();
        known.FindList(Id, Start)![0]["resources"] = new JsonArray();

        Assert.False(known.FindList(Id, Start)![0].ContainsKey("resources"));
    }

    private static JsonObject Resource(string state) => new() { ["properties"] = new JsonObject { ["provisioningState"] = state } };

    private KnownMachines Known()
    {
        var known = new KnownMachines(_clock);
        known.RememberList(Id, [Resource("Succeeded")], Start);
        known.RememberScaleSet(Id, Resource("Succeeded"), Start);
        return known;
    }
}
