using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>[QueueOutput]: what a function returns becomes messages.</summary>
public sealed class QueueOutputTests(Azurite azurite) : IClassFixture<Azurite>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("text", "text")]
    [InlineData("several", "one", "two")]
    [InlineData("object", """{"Item":"fig","Count":3}""")]
    [InlineData("bytes", "näh")]
    [InlineData("nothing")]
    [InlineData("fails")]
    public async Task Result_OfAFunction_IsSentToAQueueOfTheDataFolder(string question, params string[] answers)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Answering)) { Settings = { ["Answers__Queue"] = "Answers" } };
        await app.StartAsync();
        await app.Sample.Host.EnqueueAsync("jobs", BinaryData.FromString(question), cancellation: TestContext.Current.CancellationToken);

        await app.RunForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(answers, app.Sample.Host.PeekMessages("answers").Select(static body => body.ToString()));
        Assert.Empty(app.Sample.Host.PeekMessages("jobs"));
    }

    [Fact]
    public async Task Result_OfAFunction_IsSentToAzureStorage()
    {
        var settings = new Dictionary<string, string?> { ["Jobs"] = azurite.ConnectionString, ["Answers__Queue"] = "storage-answers" };
        await using var sample = await SampleHost.StartAsync(options => options with
        {
            Time = SystemTime.Provider,
            Dispatcher = new ThreadPoolDispatcher(SystemTime.Provider),
            FunctionTypes = static type => type == typeof(QueueSamples.Answering),
            Settings = settings,
            ConfigureServices = static services => services.AddSingleton(new TaskCompletionSource()),
        });
        var base64 = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        var jobs = new QueueClient(azurite.ConnectionString, "jobs", base64);
        var answers = new QueueClient(azurite.ConnectionString, "storage-answers", base64);
        await jobs.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        await jobs.SendMessageAsync("text", TestContext.Current.CancellationToken);
        using var timeout = new CancellationTokenSource(Patience, SystemTime.Provider);
        while (!await answers.ExistsAsync(timeout.Token) || (await answers.GetPropertiesAsync(timeout.Token)).Value.ApproximateMessagesCount == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), SystemTime.Provider, timeout.Token);
        }

        Assert.Equal("text", (await answers.ReceiveMessageAsync(cancellationToken: timeout.Token)).Value.Body.ToString());
    }
}
