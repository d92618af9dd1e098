using System.Net;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd;

/// <summary>What a manifest of a kubeadm cluster had and has no more goes, or the manifest is refused; what others added of the same kind stays.</summary>
public sealed class RemovedItemTests
{
    public static TheoryData<string> Names => [.. RemovedItem.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Apply_ItemTakenOut_IsGoneInAzure_WhatOthersAddedStays_AndTheNextPlanIsEmpty(string name)
    {
        var item = RemovedItem.All[name];
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 151 });
        RemovedItem.Seed(harness);
        await harness.ApplyAndWaitAsync(With(item.Whole));
        Assert.All(item.Ours, mark => Assert.Contains(mark, Seen(harness, item), StringComparison.OrdinalIgnoreCase));
        await AddTheirsAsync(harness, item);

        var plan = (await harness.PlanAsync(With(item.Less))).Clusters.Single().Plan!;
        await harness.ApplyAndWaitAsync(With(item.Less));

        Assert.True(plan.Summary.HasChanges);
        var seen = Seen(harness, item);
        Assert.All(item.Ours, mark => Assert.DoesNotContain(mark, seen, StringComparison.OrdinalIgnoreCase));
        Assert.All(item.Theirs, mark => Assert.Contains(mark, seen, StringComparison.OrdinalIgnoreCase));
        var next = (await harness.PlanAsync(With(item.Less))).Clusters.Single().Plan!;
        Assert.False(next.Summary.HasChanges, string.Join('\n', next.Nodes.SelectMany(static n => n.Changes.Select(c => $"{n.Step.Key} {c}"))));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task Apply_ItemThatHasToStayTakenOut_IsRefusedWithItsField_AndChangesNothing()
    {
        (string Field, string Of, string Item)[] kept =
        [
            ("network.subnets", "extra", "    - { name: extra, role: node, cidr: 10.7.0.0/16 }\n"),
            ("natGateway", "extra-nat", ", natGateway: extra-nat"),
            ("natGateway", "c1-cp-nat", ", natGateway: c1-cp-nat"),
            ("nodeOutbound", "outbound load balancer", "    nodeOutbound: {}\n"),
            ("backup", "the store of its backups", "  backup: { storageAccount: kept }\n"),
        ];
        (string, string)[] whole =
        [
            ("control-plane-subnet, role: control-plane", $"control-plane-subnet, role: control-plane{kept[2].Item}"),
            ("node-subnet, role: node }\n", $"node-subnet, role: node{kept[1].Item} }}\n{kept[0].Item}"),
            ("  network:\n", $"{kept[4].Item}  network:\n{kept[3].Item}"),
            ("    maxUnavailable: 0\n", "    maxUnavailable: 0\n    subnet: node-subnet\n"),
        ];
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 152 });
        await harness.ApplyAndWaitAsync(With(whole));
        var writes = harness.Azure.Resources.Journal.Count;

        foreach (var (field, of, item) in kept)
        {
            var without = Edit(With(whole), (item, ""));
            using var response = await harness.ApplyRawAsync(without);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{item}: {(int)response.StatusCode} {body}");
            Assert.Contains(field, body, StringComparison.Ordinal);
            Assert.Contains(of, body, StringComparison.Ordinal);
        }

        Assert.Equal(writes, harness.Azure.Resources.Journal.Count);
    }

    private static ApplyRequest With(params (string From, string To)[] changes) => Edit(Manifests.Sample(workers: 1), changes);

    private static ApplyRequest Edit(ApplyRequest request, params (string From, string To)[] changes)
    {
        var file = request.Files.Single();
        var content = file.Content;
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, content, StringComparison.Ordinal);
            content = content.Replace(from, to, StringComparison.Ordinal);
        }

        return request with { Files = [file with { Content = content }] };
    }

    /// <summary>Ids and bodies of all resources that may have the item.</summary>
    private static string Seen(ClusterHarness harness, RemovedItem item) => string.Join('\n', harness.Azure.Resources.All
        .Where(r => item.Types.Any(type => r.Type.Equals(type, StringComparison.OrdinalIgnoreCase)))
        .Select(r => $"{r.Id} {harness.Azure.Resources.Get(r.Id)!.ToJsonString()}"));

    private static async Task AddTheirsAsync(ClusterHarness harness, RemovedItem item)
    {
        foreach (var (id, change) in item.Others)
        {
            var body = harness.Azure.Resources.Get(id) ?? [];
            change(body);
            await Portal.SendAsync(harness, HttpMethod.Put, id, body, item.ApiVersion);
            await harness.RunForAsync(TimeSpan.FromMinutes(20));
        }

        Assert.All(item.Theirs, mark => Assert.Contains(mark, Seen(harness, item), StringComparison.OrdinalIgnoreCase));
    }
}
