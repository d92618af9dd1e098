using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>
/// Every official example is sent as it stands. A PUT must be accepted, read back, listed and deleted; any other request must succeed on a
/// resource that is there. What an example refers to is put there first, and its regions and subscriptions exist.
/// </summary>
public sealed class ExampleReplayTests
{
    public static TheoryData<string> Files => OfficialExamples.Folder is null ? ["(none)"] : [.. OfficialExamples.Files];

    [Theory, MemberData(nameof(Files))]
    public async Task Example_IsServedAsAzureServesIt(string file)
    {
        if (OfficialExamples.Folder is null)
        {
            Assert.Skip("The reference examples are not beside the repository.");
        }

        var failure = await TryAsync(OfficialExamples.Read(file));
        if (OfficialExamples.Exceptions.TryGetValue(file, out var reason))
        {
            Assert.True(failure is not null, $"{file} holds now: take it out of example-exceptions.txt (\"{reason}\").");
            Assert.Skip(reason);
        }

        Assert.True(failure is null, $"{file}: {failure}");
    }

    private static async Task<string?> TryAsync(OfficialExample example)
    {
        await using var bed = await AzureTestBed.StartAsync(options => options with
        {
            OtherSubscriptionIds = [.. example.Subscriptions],
            Locations = [.. options.Locations, "location1", "eastus2euap", "centraluseuap", "australiasoutheast"],
        }, withGroup: false);
        try
        {
            ExampleSeeds.Plant(bed.Azure, example);
            return example.Method is "PUT" ? await PutAsync(bed, example) : await OtherAsync(bed, example);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or NullReferenceException)
        {
            return exception.Message;
        }
    }

    private static async Task<string?> PutAsync(AzureTestBed bed, OfficialExample example)
    {
        var created = await bed.SendAsync("PUT", example.Path, example.Body ?? [], example.ApiVersion);
        if (created.Status is not (200 or 201 or 202))
        {
            return $"PUT {created.Status} {created.Body?.ToJsonString()}";
        }

        await bed.SettleAsync();
        var found = await bed.SendAsync("GET", example.Path, null, example.ApiVersion);
        if (found.Status is not 200 || found.State is not (null or "Succeeded"))
        {
            return $"GET {found.Status} {found.Body?.ToJsonString()}";
        }

        var listed = await ListAsync(bed, example);
        if (listed.Status is not 200 || (listed.Body!["value"] is JsonArray items && !items.Any(item => item!["id"]!.ToString().Equals(found.Body!["id"]!.ToString(), StringComparison.OrdinalIgnoreCase))))
        {
            return $"LIST {listed.Status} {listed.Body?.ToJsonString()}";
        }

        var deleted = await bed.SendAsync("DELETE", example.Path, null, example.ApiVersion);
        await bed.SettleAsync();
        var gone = await bed.SendAsync("GET", example.Path, null, example.ApiVersion);
        return deleted.Status is 200 or 202 && gone.Status is 404 ? null : $"DELETE {deleted.Status} {deleted.Body?.ToJsonString()}, then GET {gone.Status}";
    }

    private static Task<ArmAnswer> ListAsync(AzureTestBed bed, OfficialExample example) =>
        bed.SendAsync("GET", example.Path[..example.Path.LastIndexOf('/')], null, example.ApiVersion);

    private static async Task<string?> OtherAsync(AzureTestBed bed, OfficialExample example)
    {
        var answer = await bed.SendAsync(example.Method, example.Path, example.Body, example.ApiVersion);
        await bed.SettleAsync();
        return answer.Status is >= 200 and < 300 ? null : $"{example.Method} {answer.Status} {answer.Body?.ToJsonString()}";
    }
}
