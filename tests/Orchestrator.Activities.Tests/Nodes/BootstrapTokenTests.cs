using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Bootstrap;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class BootstrapTokenTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Renew_StillThereOrRemovedByTheCluster_LivesAnHourFromNowWithTheSameSecret(bool isThere)
    {
        await using var fixture = await NodesFixture.CreateAsync();
        var tokens = fixture.Get<IBootstrapTokens>();
        var token = await tokens.CreateAsync(fixture.Spec, default);
        var path = $"/api/v1/namespaces/kube-system/secrets/bootstrap-token-{token.Split('.')[0]}";
        var before = fixture.Kubernetes.Objects[path].DeepClone();
        fixture.Clock.Advance(TimeSpan.FromMinutes(50));
        if (!isThere)
        {
            fixture.Kubernetes.Objects.Remove(path);
        }

        await tokens.RenewAsync(fixture.Spec, token, default);

        var data = fixture.Kubernetes.Objects[path]["data"]!;
        Assert.Equal((fixture.Clock.GetUtcNow() + TimeSpan.FromHours(1)).UtcDateTime, DateTime.Parse(Text(data["expiration"]), null, System.Globalization.DateTimeStyles.AdjustToUniversal));
        Assert.Equal(token, $"{Text(data["token-id"])}.{Text(data["token-secret"])}");
        Assert.Equal(before["data"]!.AsObject().Count, data.AsObject().Count);
    }

    private static string Text(JsonNode? data) => Encoding.UTF8.GetString(Convert.FromBase64String(data!.ToString()));
}
