using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Client;
using Orchestrator.Embedded.Tests.Engine;

namespace Orchestrator.Embedded.Tests.Api;

public sealed class CheckStatusTests
{
    [Fact]
    public void ManagementPayload_HasTheRealUrls_WithTheQueryOfTheBinding()
    {
        using var host = new EngineHost(new TestCatalog());
        ((EmbeddedDurableTaskClient)host.Client).ManagementEndpoint =
            new HttpManagementEndpoint(new Uri("http://localhost:7071/"), "taskHub=Hub&connection=Storage&code=KEY");

        var payload = host.Client.CreateHttpManagementPayload("id 1");

        const string instance = "http://localhost:7071/runtime/webhooks/durabletask/instances/id%201";
        const string query = "taskHub=Hub&connection=Storage&code=KEY";
        Assert.Equal("id 1", payload.Id);
        Assert.Equal($"{instance}?{query}", payload.StatusQueryGetUri);
        Assert.Equal($"{instance}/raiseEvent/{{eventName}}?{query}", payload.SendEventPostUri);
        Assert.Equal($"{instance}/terminate?reason={{{{text}}}}&{query}", payload.TerminatePostUri);
        Assert.Equal($"{instance}/suspend?reason={{{{text}}}}&{query}", payload.SuspendPostUri);
        Assert.Equal($"{instance}/resume?reason={{{{text}}}}&{query}", payload.ResumePostUri);
        Assert.Equal($"{instance}?{query}", payload.PurgeHistoryDeleteUri);
        Assert.Null(payload.RewindPostUri);
        Assert.Null(payload.RestartPostUri);
    }

    [Fact]
    public void ManagementPayload_WithoutRequestOrEndpoint_IsRefused()
    {
        using var host = new EngineHost(new TestCatalog());

        Assert.Throws<InvalidOperationException>(() => host.Client.CreateHttpManagementPayload("x"));
    }

    [Fact]
    public void FunctionsApplication_WithoutAHost_SaysHowToRunIt() =>
        Assert.Contains(
            "orc serve",
            Assert.Throws<InvalidOperationException>(() => Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication.CreateBuilder([])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void FailureDetails_AreCausedByTheirOwnTypeAndItsBases()
    {
        var details = TaskFailureDetails.FromException(new ArgumentNullException("x", new InvalidOperationException()));

        Assert.True(details.IsCausedBy<ArgumentNullException>());
        Assert.True(details.IsCausedBy<ArgumentException>());
        Assert.False(details.IsCausedBy<InvalidOperationException>());
        Assert.Throws<ArgumentException>(() => details.IsCausedBy(typeof(string)));
    }
}
