using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Identity;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Simulated Azure on virtual time with a client in the same process.</summary>
internal sealed class AzureTestBed : IAsyncDisposable
{
    public const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
    public const string Group = $"{Subscription}/resourceGroups/rg";
    public const string Network = $"{Group}/providers/Microsoft.Network";
    public const string Compute = $"{Group}/providers/Microsoft.Compute";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HttpClient _client;
    private string _bearer = "any";

    private AzureTestBed(VirtualClock clock, DeterministicDispatcher dispatcher, SimulatedAzure azure)
    {
        Clock = clock;
        Dispatcher = dispatcher;
        Azure = azure;
        _client = new HttpClient(azure.CreateArmHandler());
    }

    public VirtualClock Clock { get; }

    public DeterministicDispatcher Dispatcher { get; }

    public SimulatedAzure Azure { get; }

    public static async Task<AzureTestBed> StartAsync(Func<SimulatorOptions, SimulatorOptions>? change = null, DateTimeOffset? at = null, bool withGroup = true)
    {
        var clock = new VirtualClock(at ?? Start);
        var dispatcher = new DeterministicDispatcher();
        var options = new SimulatorOptions { Time = clock, Dispatcher = dispatcher, Randomness = new SeededRandomness(7), EventTransport = new WebhookStub() };
        var bed = new AzureTestBed(clock, dispatcher, await SimulatedAzure.StartAsync(change?.Invoke(options) ?? options));
        if (bed.Azure.Options.EnforceRoles)
        {
            bed._bearer = await bed.SignInAsync(Application.Standard);
        }

        if (withGroup)
        {
            await bed.CreateAsync(Group, ArmBodies.Located());
        }

        return bed;
    }

    public async Task<ArmAnswer> SendAsync(string method, string path, JsonNode? body = null, string? apiVersion = null, params (string Name, string Value)[] headers)
    {
        var url = path.StartsWith("https:", StringComparison.Ordinal) ? path : $"https://management.azure.com{path}{(path.Contains('?') ? '&' : '?')}api-version={apiVersion ?? ArmBodies.ApiVersionOf(path)}";
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_bearer}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ArmAnswer((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }

    /// <summary>The same on behalf of an application that signs in with its secret.</summary>
    public async Task<ArmAnswer> AsAsync(Application application, string method, string path, JsonNode? body = null, string? apiVersion = null)
    {
        var own = _bearer;
        _bearer = await SignInAsync(application);
        try
        {
            return await SendAsync(method, path, body, apiVersion);
        }
        finally
        {
            _bearer = own;
        }
    }

    private async Task<string> SignInAsync(Application application)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = application.ClientId, ["client_secret"] = application.ClientSecret!, ["scope"] = "https://management.azure.com/.default",
        });
        using var answer = await _client.PostAsync(new Uri($"https://login.microsoftonline.com/{Azure.Options.TenantId}/oauth2/v2.0/token"), form);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!.ToString();
    }

    public Task<ArmAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<ArmAnswer> PutAsync(string path, JsonNode body) => SendAsync("PUT", path, body);

    public Task<ArmAnswer> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <summary>PUTs and waits until all operations are done.</summary>
    public async Task<JsonNode> CreateAsync(string path, JsonNode body)
    {
        var answer = await PutAsync(path, body);
        Assert.True(answer.Status is 200 or 201 or 202, $"{path}: {answer.Status} {answer.Body}");
        await SettleAsync();
        return (await GetAsync(path)).Body!;
    }

    /// <summary>Lets time pass until no operation runs any more.</summary>
    public async Task SettleAsync()
    {
        await Dispatcher.RunUntilIdleAsync();
        while (Azure.Resources.Journal.Any(static entry => entry.Ended is null))
        {
            Assert.True(Clock.AdvanceToNextTimer(), "An operation runs and no timer is set.");
            await Dispatcher.RunUntilIdleAsync();
        }
    }

    public async Task AdvanceAsync(TimeSpan span)
    {
        var target = Clock.GetUtcNow() + span;
        while (Clock.NextTimer <= target)
        {
            Clock.AdvanceToNextTimer();
            await Dispatcher.RunUntilIdleAsync();
        }

        Clock.Advance(target - Clock.GetUtcNow());
        await Dispatcher.RunUntilIdleAsync();
    }

    /// <summary>Ends without any clean-up in the data folder, as a killed process would.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Azure.DisposeAsync();
    }
}
