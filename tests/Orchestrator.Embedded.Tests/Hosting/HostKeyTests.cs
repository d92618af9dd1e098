using System.Runtime.Versioning;
using Orchestrator.Embedded.Hosting;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class HostKeyTests
{
    public static TheoryData<string, string, int> Calls
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var (function, opening) in new (string, string[])[]
            {
                ("Open", ["none", "wrong", "function", "other", "host", "system", "master"]),
                ("Keyed", ["function", "host", "master"]),
                ("ForSystem", ["system", "master"]),
                ("ForAdmin", ["master"]),
            })
            {
                foreach (var key in new[] { "none", "wrong", "function", "other", "host", "system", "master" })
                {
                    data.Add(function, key, opening.Contains(key) ? 200 : 401);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Function_CalledWithKey_OpensByItsLevel(string function, string key, int expected)
    {
        await using var sample = await SampleHost.StartAsync();
        var value = Key(sample.Host, key);

        var (byHeader, _, _) = await sample.SendAsync("GET", $"/api/{function}", headers: value is null ? [] : [("x-functions-key", value)]);
        var (byQuery, _, _) = await sample.SendAsync("GET", $"/api/{function}{(value is null ? "" : $"?code={value}")}");

        Assert.Equal((expected, expected), (byHeader, byQuery));
    }

    [Fact]
    public async Task Keys_HostStartedAgain_StayTheSame()
    {
        var folder = Directory.CreateTempSubdirectory("orc-keys-");
        string system;
        await using (var first = await SampleHost.StartAsync(folder: folder.FullName))
        {
            system = first.Host.SystemKey;
        }

        await using (var second = await SampleHost.StartAsync(o => o with { Randomness = new Determinism.Chance.SeededRandomness(2) }, folder.FullName))
        {
            Assert.Equal(system, second.Host.SystemKey);
        }

        folder.Delete(recursive: true);
    }

    [Fact(SkipUnless = nameof(HasFileModes), Skip = "This file system has no modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task KeyFile_Created_IsReadableByItsOwnerOnly()
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(sample.Folder, "host-keys.json")));
    }

    [Fact]
    public async Task HostKey_OfTheOperators_OpensFunctionsAndNothingOfTheHosts()
    {
        var folder = Directory.CreateTempSubdirectory("orc-keys-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "host-keys.json"), """{"masterKey":"m","systemKey":"s","hostKey":"h","hostKeys":{"ci":"pipeline","none":""}}""");
        await using (var sample = await SampleHost.StartAsync(folder: folder.FullName))
        {
            Assert.Equal(200, (await sample.SendAsync("GET", "/api/Keyed?code=pipeline")).Status);
            Assert.Equal(401, (await sample.SendAsync("GET", "/api/Keyed?code=")).Status);
            Assert.Equal(401, (await sample.SendAsync("GET", "/api/ForSystem?code=pipeline")).Status);
            Assert.Equal(401, (await sample.SendAsync("GET", "/runtime/webhooks/durabletask/instances?code=pipeline")).Status);
        }

        Assert.Contains("\"ci\": \"pipeline\"", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "host-keys.json")), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"masterKey":"","systemKey":"a","hostKey":"b"}""")]
    [InlineData("""{"masterKey":"a"}""")]
    public async Task KeyFile_Damaged_StopsTheStart(string content)
    {
        var folder = Directory.CreateTempSubdirectory("orc-keys-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "host-keys.json"), content);

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(folder: folder.FullName));

        Assert.Contains("host-keys.json", error.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    public static bool HasFileModes => !OperatingSystem.IsWindows();

    private static string? Key(EmbeddedHost host, string key) => key switch
    {
        "none" => null,
        "function" => host.FunctionKey("Keyed"),
        "other" => host.FunctionKey("KeyedToo"),
        "host" => host.HostKey,
        "system" => host.SystemKey,
        "master" => host.MasterKey,
        _ => "no key at all",
    };
}
