using System.Text;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.EndToEnd;

public sealed class SecrecyTests
{
    /// <summary>A PEM private key as text, and how it begins in base64 at each of the three alignments.</summary>
    private static readonly string[] KeyMarks = ["PRIVATE KEY-----", "UFJJVkFURSBLRVktLS0tL", "BSSVZBVEUgS0VZLS0tLS", "QUklWQVRFIEtFWS0tLS0t"];

    [Fact]
    public async Task Create_WhateverIsWritten_PrivateKeysAreInTheSecretStoreOnly()
    {
        var folder = Directory.CreateTempSubdirectory("orc-secrecy-").FullName;
        try
        {
            await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { DataFolder = folder }))
            {
                var operation = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
                foreach (var path in new[] { $"/api/operations/{operation.Id}", "/api/clusters/default/c1", "/api/clusters/default/c1/plan", "/api/clusters" })
                {
                    AssertNoKey(path, await (await harness.SendAsync(HttpMethod.Get, path)).Content.ReadAsStringAsync());
                }
            }

            // Simulated Azure and its machines keep user data, as the real ones do.
            var ours = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static f =>
                Path.GetFileName(f) is var name && !name.StartsWith("azure.db", StringComparison.Ordinal) && !name.StartsWith("machines.db", StringComparison.Ordinal)).ToList();
            var secrets = ours.Where(f => f.Contains($"{Path.DirectorySeparatorChar}secrets{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
            Assert.Contains(secrets, static f => KeyMarks.Any(File.ReadAllText(f).Contains));
            Assert.Contains(ours, static f => f.EndsWith(".db", StringComparison.Ordinal));
            foreach (var file in ours.Except(secrets))
            {
                AssertNoKey(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertNoKey(string where, string text) =>
        Assert.False(KeyMarks.Any(mark => text.Contains(mark, StringComparison.Ordinal)), $"{where} holds a private key");
}
