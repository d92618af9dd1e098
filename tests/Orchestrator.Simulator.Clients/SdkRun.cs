using System.Text.Json;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Identity;

namespace Orchestrator.Simulator.Clients;

/// <summary>One run of Azure's JavaScript SDKs against a simulated Azure on sockets, and what each of its checks said.</summary>
public sealed class SdkRun : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orc-sdk-").FullName;
    private Dictionary<string, (bool Ok, string Detail)> _checks = new(StringComparer.Ordinal);
    private string? _whyNot;

    public (bool Ok, string Detail) this[string check]
    {
        get
        {
            Assert.SkipWhen(_whyNot is not null, $"Azure's JavaScript SDKs cannot run here: {_whyNot}");
            return _checks.TryGetValue(check, out var result) ? result : (false, $"The script made no such check; it made: {string.Join(", ", _checks.Keys)}");
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _checks = await RunAsync(await NodeProcess.InstallAsync());
        }
        catch (Exception e) when (e is InstallFailedException or System.ComponentModel.Win32Exception)
        {
            _whyNot = e.Message;
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<Dictionary<string, (bool Ok, string Detail)>> RunAsync(string scripts)
    {
        var clock = new VirtualClock(SystemTime.Provider.GetUtcNow());
        await using var azure = await SimulatedAzure.StartAsync(new SimulatorOptions
        {
            Time = clock,
            Randomness = new SeededRandomness(1),
            Dispatcher = new ThreadPoolDispatcher(clock),
            LatencyFactor = 0.002,
            RequireTokens = true,
        });
        await using var server = await SimulatorServer.StartAsync(azure, new SimulatorServerOptions { DataFolder = _folder });
        // Fast enough that pods have ended before the scripts have asked too often, slow enough that a token outlives the run.
        using var pacer = new ClockPacer(clock, speed: 20);
        var lines = await NodeProcess.RunAsync(scripts, "run.mjs", Environment(azure, server));
        return lines.Select(Parse).ToDictionary(static c => c.Name, static c => (c.Ok, c.Detail), StringComparer.Ordinal);
    }

    private static (string Name, bool Ok, string Detail) Parse(string line)
    {
        using var check = JsonDocument.Parse(line);
        var root = check.RootElement;
        return (root.GetProperty("name").GetString()!, root.GetProperty("ok").GetBoolean(), root.GetProperty("detail").ToString());
    }

    private Dictionary<string, string> Environment(SimulatedAzure azure, SimulatorServer server)
    {
        var authority = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(authority, server.CertificateAuthorityPem);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ARM_ENDPOINT"] = server.ArmEndpoint.AbsoluteUri.TrimEnd('/'),
            ["AZURE_SUBSCRIPTION_ID"] = azure.Options.SubscriptionId,
            ["AZURE_TENANT_ID"] = azure.Options.TenantId,
            ["AZURE_CLIENT_ID"] = Application.Standard.ClientId,
            ["AZURE_CLIENT_SECRET"] = Application.Standard.ClientSecret!,
            ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = server.MetadataEndpoint.AbsoluteUri.TrimEnd('/'),
            ["NODE_EXTRA_CA_CERTS"] = authority,
        };
    }
}
