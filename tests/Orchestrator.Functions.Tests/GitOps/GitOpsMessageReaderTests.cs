using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.GitOps;

namespace Orchestrator.Functions.Tests.GitOps;

public sealed class GitOpsMessageReaderTests
{
    private const string Valid =
        """
        {"source":{"repository":"https://git.example.com/org/clusters","path":"clusters","revision":"0123456789012345678901234567890123456789","sequence":3,"commitTime":"2026-11-20T12:00:00Z"},
         "action":"apply","manifest":{"files":[{"name":"a.yaml","content":"a"}],"variables":{"A":"b"}}}
        """;

    [Fact]
    public void Read_AMessage_GivesAllOfIt()
    {
        var message = GitOpsMessageReader.Read(Valid);

        Assert.Equal((GitOpsAction.Apply, 3L, "b"), (message.Action, message.Source.Sequence, message.Manifest!.Variables!["A"]));
    }

    [Theory]
    [InlineData("source", null)]
    [InlineData("action", "\"delete\"")]
    [InlineData("action", null)]
    [InlineData("manifest", null)]
    [InlineData("manifest", "{\"files\":[]}")]
    [InlineData("manifest", "{\"files\":[{\"name\":\"a.yaml\"}]}")]
    [InlineData("manifestUrl", "\"https://h/m\"")]
    [InlineData("manifestSha265", "\"misspelt\"")]
    [InlineData("clusters", "[]")]
    [InlineData("clusters", "[{\"name\":\"c1\"}]")]
    [InlineData("source.revision", "\"main\"")]
    [InlineData("source.sequence", "0")]
    [InlineData("source.sequence", "1.5")]
    [InlineData("source.path", "\"\"")]
    [InlineData("source.repository", "\"https://user:hunter2@git.example.com/org\"")]
    [InlineData("source.repository", "\"https://hunter2@git.example.com/org\"")]
    [InlineData("source.commitTime", "\"yesterday\"")]
    public void Read_WithAWrongField_SaysWhatToWrite(string field, string? value)
    {
        var message = JsonNode.Parse(Valid)!.AsObject();
        var names = field.Split('.');
        var owner = names.Length == 1 ? message : message[names[0]]!.AsObject();
        if (value is null)
        {
            owner.Remove(names[^1]);
        }
        else
        {
            owner[names[^1]] = JsonNode.Parse(value);
        }

        var refused = Assert.Throws<MessageRefusedException>(() => GitOpsMessageReader.Read(message.ToJsonString()));

        Assert.Equal("ORC0120", refused.Error.Code);
        Assert.NotEmpty(refused.Error.Action);
        Assert.DoesNotContain("hunter2", PoisonText.Of(message.ToJsonString(), refused.Error, []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    public void Read_WhatIsNoMessage_IsRefused(string text) => Assert.Equal("ORC0120", Assert.Throws<MessageRefusedException>(() => GitOpsMessageReader.Read(text)).Error.Code);

    [Fact]
    public void Poison_OfTheLargestMessageWithManyDiagnostics_FitsAQueue()
    {
        var error = Contracts.Errors.ErrorCatalog.InvalidManifest.With();
        var diagnostics = Enumerable.Range(0, 5000).Select(static i => new Contracts.Errors.Diagnostic { Code = "ORC0103", Message = $"Field {i} is not known.", Action = "Remove it." }).ToList();

        var poison = PoisonText.Of(Valid, error, diagnostics);

        Assert.True(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(poison)).Length <= 64 * 1024);
        Assert.Equal(5, JsonNode.Parse(poison)!["diagnostics"]!.AsArray().Count);
    }

    [Fact]
    public void LastTry_IsThatOfTheHostFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Orchestrator.sln")))
        {
            folder = folder.Parent;
        }

        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.FullName, "host.json")))!;
        Assert.Equal(Triggers.GitOpsTrigger.LastTry, host["extensions"]!["queues"]!["maxDequeueCount"]!.GetValue<int>());
    }
}
