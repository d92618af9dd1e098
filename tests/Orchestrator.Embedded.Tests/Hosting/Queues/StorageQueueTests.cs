using System.Text;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>Queue triggers on the real protocol, against Azurite, in real time.</summary>
public sealed class StorageQueueTests(Azurite azurite) : IClassFixture<Azurite>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Messages_InStorage_AreRunRetriedAndPoisonedAsInFunctions()
    {
        var service = new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        var jobs = service.GetQueueClient("jobs");
        await jobs.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        await jobs.SendMessageAsync("good", TestContext.Current.CancellationToken);
        await jobs.SendMessageAsync("bad", TestContext.Current.CancellationToken);
        await new QueueClient(azurite.ConnectionString, "jobs").SendMessageAsync("not Base64!", TestContext.Current.CancellationToken);

        await using var sample = await StartAsync(typeof(QueueSamples.Failing));
        await UntilAsync(() => Count(sample, "got ") >= 6 && Count(sample, "got good 1") == 1);
        await UntilAsync(async () => (await jobs.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);

        Assert.Equal(6, Count(sample, "got "));
        Assert.Equal(5, Count(sample, "got bad"));
        var poison = await new QueueClient(azurite.ConnectionString, "jobs-poison").PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        Assert.Equal(
            new[] { Convert.ToBase64String(Encoding.UTF8.GetBytes("bad")), "not Base64!" }.Order(StringComparer.Ordinal),
            poison.Value.Select(message => message.MessageText).Order(StringComparer.Ordinal));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => sample.Host.EnqueueAsync("jobs", BinaryData.FromString("x")));
        Assert.Contains("storage account of the setting 'Jobs'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_MadeAfterTheHostStarted_IsFoundByPolling()
    {
        await using var sample = await StartAsync(typeof(QueueSamples.Text));
        var texts = new QueueClient(azurite.ConnectionString, "texts", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

        await texts.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await texts.SendMessageAsync("late", TestContext.Current.CancellationToken);
        await UntilAsync(() => Count(sample, "got late") == 1);
        await UntilAsync(async () => (await texts.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);

        Assert.Equal(1, Count(sample, "got "));
    }

    private Task<SampleHost> StartAsync(Type function)
    {
        var settings = new Dictionary<string, string?> { ["Jobs"] = azurite.ConnectionString, ["AzureWebJobsStorage"] = azurite.ConnectionString };
        return SampleHost.StartAsync(options => options with
        {
            Time = SystemTime.Provider,
            Dispatcher = new ThreadPoolDispatcher(SystemTime.Provider),
            FunctionTypes = type => type == function,
            Settings = settings,
            ConfigureServices = services => services.AddSingleton(new TaskCompletionSource()),
        });
    }

    private static int Count(SampleHost sample, string beginning) =>
        sample.Journal.Lines.Count(line => line.StartsWith(beginning, StringComparison.Ordinal));

    private static Task UntilAsync(Func<bool> reached) => UntilAsync(() => Task.FromResult(reached()));

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var timeout = new CancellationTokenSource(Patience, SystemTime.Provider);
        while (!await reached())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), SystemTime.Provider, timeout.Token);
        }
    }
}
