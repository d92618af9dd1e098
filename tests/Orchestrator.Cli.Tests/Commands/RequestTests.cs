using System.Text.Json;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What the commands send.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly CommandRunner _orc = new();

    public RequestTests() => _orc.Server.On("POST /api/apply", new ApplyResult([], []));

    [Fact]
    public async Task Apply_WithVariables_SendsOnlyWhatTheFilesName()
    {
        _orc.WriteFile("a.yaml", "name: ${CLUSTER_NAME}\nlocation: ${AZURE_LOCATION:=westeurope}\n");
        _orc.Input = "size: ${SIZE}\nother: ${UNSET}\n";
        _orc.Variables["AZURE_LOCATION"] = "northeurope";
        _orc.Variables["CLUSTER_NAME"] = "from-environment";
        _orc.Variables["SECRET_OF_MINE"] = "s3cret";

        var result = await _orc.RunAsync("apply", "-f", "a.yaml", "-f", "-", "--set", "CLUSTER_NAME=c0", "--set", "CLUSTER_NAME=c=1", "--set", "SIZE=");

        Assert.Equal(ExitCodes.Success, result.ExitCode);
        var sent = Assert.Single(_orc.Server.Requests);
        Assert.Equal(ApplyRequest.MediaType, sent.MediaType);
        Assert.Equal("k1", sent.Key);
        var request = JsonSerializer.Deserialize<ApplyRequest>(sent.Body, ContractJson.Options)!;
        Assert.Equal(["a.yaml", "<stdin>"], request.Files.Select(static file => file.Name));
        Assert.Equal(_orc.Input, request.Files[1].Content);
        Assert.Equal(
            [new("AZURE_LOCATION", "northeurope"), new("CLUSTER_NAME", "c=1"), new("SIZE", "")],
            request.Variables!.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Apply_WithSettingThatNoFileUses_SaysSo()
    {
        _orc.WriteFile("a.yaml", "name: ${CLUSTER_NAME}\n");

        var result = await _orc.RunAsync("apply", "-f", "a.yaml", "--set", "CLUSTER_NAM=c1");

        Assert.Equal("note: --set CLUSTER_NAM has no effect: no file uses ${CLUSTER_NAM}.\n", result.Error);
    }

    [Fact]
    public async Task Names_WithOddCharacters_StayOneSegmentOfThePath()
    {
        await _orc.RunAsync("get", "operation", "../clusters?x=1#y");

        Assert.Equal("GET /api/operations/..%2Fclusters%3Fx%3D1%23y", Assert.Single(_orc.Server.Requests).Route);
    }

    [Fact]
    public async Task Kubeconfig_ToFile_IsReadableByItsOwnerOnly()
    {
        var path = Path.Combine(_orc.Folder, "admin.conf");
        await File.WriteAllTextAsync(path, "an older one that everybody may read");
        _orc.Server.On("GET /api/clusters/default/c1/kubeconfig", "kind: Config\n", mediaType: "application/yaml");

        var result = await _orc.RunAsync("get", "kubeconfig", "c1", "--file", "admin.conf");

        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Equal("kind: Config\n", await File.ReadAllTextAsync(path));
        Assert.DoesNotContain("kind: Config", result.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    public void Dispose() => _orc.Dispose();
}
