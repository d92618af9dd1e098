using Orchestrator.Embedded.Hosting;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>What stops the start of an app with queue functions, and how it is told.</summary>
public sealed class QueueStartTests
{
    [Theory]
    [InlineData("batchSize", "0", "must be a whole number above 0")]
    [InlineData("batchSize", "33", "must be at most 32")]
    [InlineData("newBatchThreshold", "-1", "must be a whole number, 0 or above")]
    [InlineData("maxDequeueCount", "0", "must be a whole number above 0")]
    [InlineData("visibilityTimeout", "5", "must be a string")]
    [InlineData("visibilityTimeout", "\"-00:00:01\"", "must be a time span from 00:00:00")]
    [InlineData("maxPollingInterval", "\"00:00:00.05\"", "must be a time span from 00:00:00.1")]
    [InlineData("messageEncoding", "\"utf8\"", "must be \"base64\" or \"none\"")]
    public async Task HostJson_QueueSettingWrong_StopsTheStart(string name, string value, string message)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text)) { HostJson = QueueApp.HostJsonWith($"{{\"{name}\":{value}}}") };

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(app.StartAsync);

        Assert.Contains($"extensions.queues.{name} {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueueName_ThatStorageWouldRefuse_StopsTheStart()
    {
        await using var app = new QueueApp(typeof(QueueSamples.WrongName));

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(app.StartAsync);

        Assert.Contains("(function 'WrongName'): 'under_score' is no queue name", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jobs", "garbage")]
    [InlineData("AzureWebJobsJobs", "AccountName=x")]
    [InlineData("Jobs__queueServiceUri", "not an address")]
    public async Task Connection_Malformed_StopsTheStart(string setting, string value)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing));
        app.Settings[setting] = value;

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(app.StartAsync);

        Assert.Contains("(function 'OnFailing')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueueFile_Damaged_StopsTheStartAndIsLeftAsItIs()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text));
        var file = Path.Combine(app.Folder, "queues.db");
        await File.WriteAllTextAsync(file, "this is no database, and it is long enough to be read as one", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(app.StartAsync);

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("this is no database", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
