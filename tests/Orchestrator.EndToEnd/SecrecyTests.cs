using System.Text;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Identity;

namespace Orchestrator.EndToEnd;

/// <summary>Secrets are in the secret store and nowhere else: specs, history, logs and answers are searched for them.</summary>
public sealed class SecrecyTests
{
    /// <summary>A PEM private key as text, and how it begins in base64 at each of the three alignments.</summary>
    private static readonly string[] KeyMarks = ["PRIVATE KEY-----", "UFJJVkFURSBLRVktLS0tL", "BSSVZBVEUgS0VZLS0tLS", "QUklWQVRFIEtFWS0tLS0t"];

    [Fact]
    public Task Create_WhateverIsWritten_PrivateKeysAreInTheSecretStoreOnly() => SearchAsync(Manifests.Sample(workers: 1), signIn: false, KeyMarks);

    [Fact]
    public Task Create_WithAServicePrincipal_ItsSecretIsInTheSecretStoreOnly()
    {
        var secret = Application.Standard.ClientSecret!;
        return SearchAsync(Manifests.WithServicePrincipal(secret), signIn: true, [secret, .. Base64Of(secret)]);
    }

    private static async Task SearchAsync(ApplyRequest manifest, bool signIn, IReadOnlyList<string> marks)
    {
        var folder = Directory.CreateTempSubdirectory("orc-secrecy-").FullName;
        try
        {
            await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { DataFolder = folder, SignIn = signIn, Log = true }))
            {
                var operation = await harness.ApplyAndWaitAsync(manifest);
                foreach (var path in new[] { $"/api/operations/{operation.Id}", "/api/clusters/default/c1", "/api/clusters/default/c1/plan", "/api/clusters", "/api/history", "/api/clusters/default/c1/history" })
                {
                    AssertNone(marks, path, await (await harness.SendAsync(HttpMethod.Get, path)).Content.ReadAsStringAsync());
                }

                Assert.NotEmpty(harness.Log);
                AssertNone(marks, "the log", string.Join('\n', harness.Log));
            }

            // Simulated Azure, its machines and its tenant keep their own, as the real ones do.
            var ours = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static f =>
                Path.GetFileName(f) is var name && !name.StartsWith("azure.db", StringComparison.Ordinal) && !name.StartsWith("machines.db", StringComparison.Ordinal) && name != "tenant.key").ToList();
            var secrets = ours.Where(f => f.Contains($"{Path.DirectorySeparatorChar}secrets{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
            Assert.Contains(secrets, f => marks.Any(File.ReadAllText(f).Contains));
            Assert.Contains(ours, static f => f.EndsWith(".db", StringComparison.Ordinal));
            foreach (var file in ours.Except(secrets))
            {
                AssertNone(marks, file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How the text looks inside base64 at each of the three alignments.</summary>
    private static IEnumerable<string> Base64Of(string text) => Enumerable.Range(0, 3).Select(shift =>
    {
        var bytes = Encoding.UTF8.GetBytes(text)[shift..];
        return Convert.ToBase64String(bytes[..(bytes.Length / 3 * 3)]);
    });

    private static void AssertNone(IEnumerable<string> marks, string where, string text) =>
        Assert.False(marks.Any(mark => text.Contains(mark, StringComparison.Ordinal)), $"{where} holds a secret");
}
