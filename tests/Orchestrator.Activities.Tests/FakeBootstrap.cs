using System.Security.Cryptography;
using System.Text;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests;

/// <summary>User data that says the version and whatever a test adds to it; each rendering has a token of its own.</summary>
internal sealed class FakeBootstrap : IMachineBootstrap
{
    public string Extra { get; set; } = "";

    public int Rendered { get; private set; }

    public List<string> Renewed { get; } = [];

    public Task<BootstrapData> RenderAsync(
        ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts, CancellationToken cancellation)
    {
        Rendered++;
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes($"#cloud-config token {Rendered}"));
        return Task.FromResult(new BootstrapData(data, Fingerprint(spec, role, pool, facts), $"id{Rendered:0000}.secret"));
    }

    public Task RenewTokenAsync(ClusterSpec spec, string token, CancellationToken cancellation)
    {
        Renewed.Add(token);
        return Task.CompletedTask;
    }

    public string Fingerprint(ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{spec.ControlPlane.Version} {pool} {Extra}")));
}
