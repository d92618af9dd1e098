using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class EtcdRemovalTests
{
    /// <summary>Members by letter: upper case healthy, lower case dead, '+' after it a learner, '?' a dead member without a name. The machine that goes is A.</summary>
    [Theory]
    [InlineData("ABC", "ABC", "remove")]
    [InlineData("AB", "AB", "remove")]
    [InlineData("BC", "ABC", "gone")]
    [InlineData("A", "A", "refuse")]
    [InlineData("ABc", "ABC", "refuse")]
    [InlineData("aBC", "ABC", "remove")]
    [InlineData("aB", "AB", "refuse")]
    [InlineData("abC", "ABC", "refuse")]
    [InlineData("abCDE", "ABCDE", "remove")]
    [InlineData("AbCDE", "ABCDE", "refuse")]
    [InlineData("ABC+", "ABC", "refuse")]
    [InlineData("A+BC", "ABC", "remove")]
    [InlineData("BC?", "ABC", "remove")]
    [InlineData("B?", "ABC", "gone")]
    [InlineData("BC?", "BC", "remove")]
    public void Removal_ByTheHealthOfAllMembers_GoesAheadOrIsRefused(string members, string machines, string expected)
    {
        var removal = EtcdRemoval.Decide(Parse(members), "A", [.. machines.Select(static c => c.ToString())]);

        Assert.Equal(expected, removal switch { { Error: not null } => "refuse", { Member: null } => "gone", _ => "remove" });
        Assert.Equal(expected == "refuse" ? ErrorCatalog.EtcdUnsafe.Code : null, removal.Error?.Code);
        if (expected == "remove")
        {
            Assert.True(removal.Successor is { IsHealthy: true, IsLearner: false } && removal.Successor != removal.Member);
        }
    }

    [Fact]
    public async Task Remove_MovesLeadershipFirst_AndTwiceIsOnce()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        foreach (var name in new[] { "m1", "m2", "m3" })
        {
            fixture.Inventory.ControlPlane.Add(name);
            fixture.AddControlPlaneNode(name);
        }

        var activity = fixture.Get<RemoveEtcdMember>();
        var first = await activity.RunAsync(fixture.Machines("m1"), default);
        var second = await activity.RunAsync(fixture.Machines("m1"), default);

        Assert.True(first.Done);
        Assert.True(second.Done);
        Assert.Equal(["move m1 -> m2", "remove m1"], fixture.Etcd.Calls);
    }

    [Fact]
    public async Task Remove_AnotherMemberIsSick_RefusesAndChangesNothing()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.AddControlPlaneNode("m1");
        fixture.AddControlPlaneNode("m2");
        fixture.AddControlPlaneNode("m3", etcdHealthy: false);

        var outcome = await fixture.Get<RemoveEtcdMember>().RunAsync(fixture.Machines("m1"), default);

        Assert.Equal(ErrorCatalog.EtcdUnsafe.Code, outcome.Error!.Code);
        Assert.Contains("m3", outcome.Error.Message);
        Assert.Empty(fixture.Etcd.Calls);
    }

    private static List<EtcdMember> Parse(string text)
    {
        var members = new List<EtcdMember>();
        foreach (var c in text)
        {
            if (c == '+')
            {
                members[^1] = members[^1] with { IsLearner = true };
            }
            else
            {
                members.Add(new EtcdMember($"{(int)c:x}", c == '?' ? "" : char.ToUpperInvariant(c).ToString(), char.IsUpper(c), false));
            }
        }

        return members;
    }
}
