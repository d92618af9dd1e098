using Orchestrator.Cli.Api;
using Orchestrator.Cli.Tests.Harness;

namespace Orchestrator.Cli.Tests.Api;

public sealed class ServerAddressTests : IDisposable
{
    private static readonly Uri FromFile = new("http://127.0.0.1:1111");
    private readonly CommandRunner _orc = new();

    public ServerAddressTests()
    {
        Directory.CreateDirectory(Path.Combine(_orc.Folder, ".orc"));
        new ServerFile(FromFile, "file-key").Write(Path.Combine(_orc.Folder, ".orc"));
    }

    [Theory]
    [InlineData(null, null, null, null, "http://127.0.0.1:1111/", "file-key")]
    [InlineData(null, null, null, "environment-key", "http://127.0.0.1:1111/", "environment-key")]
    [InlineData(null, null, "http://e:1", "environment-key", "http://e:1/", "environment-key")]
    [InlineData(null, null, "http://e:1", null, "http://e:1/", null)]
    [InlineData("http://o:2", "option-key", "http://e:1", "environment-key", "http://o:2/", "option-key")]
    [InlineData("https://o:2/base/", null, null, "environment-key", "https://o:2/base/", "environment-key")]
    public void Address_FromSeveralPlaces_CommandLineBeatsEnvironmentBeatsFile(
        string? option, string? optionKey, string? environment, string? environmentKey, string url, string? key)
    {
        _orc.Variables.Clear();
        if (environment is not null)
        {
            _orc.Variables[ServerAddress.UrlVariable] = environment;
        }

        if (environmentKey is not null)
        {
            _orc.Variables[ServerAddress.KeyVariable] = environmentKey;
        }

        var address = ServerAddress.Resolve(option, optionKey, token: null, dataFolder: null, _orc.CreateServices(TextWriter.Null, TextWriter.Null));

        Assert.Equal(url, address.Url.AbsoluteUri);
        Assert.Equal(key, address.Key);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "from.environment", "from.environment")]
    [InlineData("from.option", "from.environment", "from.option")]
    [InlineData(null, " trailing.line\n", "trailing.line")]
    public async Task Token_OfOptionOrEnvironment_GoesWithEachRequest(string? option, string? environment, string? expected)
    {
        if (environment is not null)
        {
            _orc.Variables[ServerAddress.TokenVariable] = environment;
        }

        _orc.Server.On("GET /api/clusters", Array.Empty<object>());

        await _orc.RunAsync(option is null ? ["get", "clusters"] : ["get", "clusters", "--token", option]);

        Assert.Equal(expected is null ? null : $"Bearer {expected}", Assert.Single(_orc.Server.Authorizations));
    }

    [Fact]
    public async Task Token_OfTwoWords_IsRefusedBeforeItIsSent()
    {
        var result = await _orc.RunAsync("get", "clusters", "--token", "Bearer abc");

        Assert.Equal(ExitCodes.InvalidInput, result.ExitCode);
        Assert.Contains("az account get-access-token", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", result.Error, StringComparison.Ordinal);
        Assert.Empty(_orc.Server.Requests);
    }

    [Fact]
    public async Task Command_WithoutAnyServer_SaysHowToGetOne()
    {
        _orc.Variables.Clear();

        var result = await _orc.RunAsync("get", "clusters", "--data-folder", "elsewhere");

        Assert.Equal(ExitCodes.Unreachable, result.ExitCode);
        Assert.Contains("orc serve", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Written_IsReadableByItsOwnerOnly()
    {
        var path = Path.Combine(_orc.Folder, ".orc", ServerFile.FileName);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"url":"relative","key":"k"}""")]
    public void File_Damaged_CountsAsNone(string content)
    {
        File.WriteAllText(Path.Combine(_orc.Folder, ".orc", ServerFile.FileName), content);

        Assert.Null(ServerFile.Find(Path.Combine(_orc.Folder, ".orc")));
    }

    public void Dispose() => _orc.Dispose();
}
