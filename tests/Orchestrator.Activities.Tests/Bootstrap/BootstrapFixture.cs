using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Bootstrap.CloudProvider;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Activities.State;
using Orchestrator.Activities.State.Identities;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Activities.Tests.Bootstrap;

/// <summary>Machine bootstrap over real stores in a folder; tokens come from a counter instead of a cluster.</summary>
internal sealed class BootstrapFixture : IBootstrapTokens, IDisposable
{
    /// <summary>Making keys is slow; most tests are content with those of the first.</summary>
    private static readonly ConcurrentDictionary<string, string> SharedKeys = new(StringComparer.Ordinal);

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-bootstrap-").FullName;
    private int _tokens;

    public BootstrapFixture()
    {
        Secrets = new SecretStore(new FolderDocumentStore(_folder, new SystemRandomness()));
        Certificates = new CertificateFactory(Clock, new SeededRandomness(7));
        Keys = new ClusterKeys(Secrets, Certificates);
        Bootstrap = new MachineBootstrap(Keys, this, new NodeCredentials(new IdentitySecrets([new AppliedSecrets(Secrets)])), new FileSecrets(Secrets));
    }

    public VirtualClock Clock { get; } = new(new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public ISecretStore Secrets { get; }

    public CertificateFactory Certificates { get; }

    public ClusterKeys Keys { get; }

    public MachineBootstrap Bootstrap { get; }

    /// <summary>Stores keys that another test made, where there are any.</summary>
    public async Task ShareKeysAsync(ClusterKey cluster)
    {
        foreach (var name in new[] { "ca", "etcd", "proxy", "sa" })
        {
            if (SharedKeys.TryGetValue(name, out var stored))
            {
                await Secrets.GetOrAddAsync(cluster, name, () => stored, default);
            }
        }

        await Keys.GetOrCreateAsync(cluster, default);
        foreach (var name in new[] { "ca", "etcd", "proxy", "sa" })
        {
            SharedKeys.TryAdd(name, (await Secrets.FindAsync(cluster, name, default))!);
        }
    }

    public async Task<string> RenderAsync(ClusterSpec spec, MachineRole role)
    {
        await ShareKeysAsync(spec.Key);
        return Decode(await Bootstrap.RenderAsync(spec, role, PoolOf(role), SampleCluster.Facts, default));
    }

    public string Fingerprint(ClusterSpec spec, MachineRole role) => Bootstrap.Fingerprint(spec, role, PoolOf(role), SampleCluster.Facts);

    public static string Decode(BootstrapData data)
    {
        var bytes = Convert.FromBase64String(data.CustomDataBase64);
        if (bytes is not [0x1f, 0x8b, ..])
        {
            return Encoding.UTF8.GetString(bytes);
        }

        using var text = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    Task<string> IBootstrapTokens.CreateAsync(ClusterSpec spec, CancellationToken cancellation) => Task.FromResult($"token{++_tokens}.0123456789abcdef");

    Task IBootstrapTokens.RenewAsync(ClusterSpec spec, string token, CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? PoolOf(MachineRole role) => role == MachineRole.Worker ? SampleCluster.Pool : null;
}
