using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Embedded.Tests.Hosting.Broken;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class StartupTests
{
    public static TheoryData<string, string> EntryPoints => new()
    {
        { "ends at once", "ended without FunctionsApplication.CreateBuilder(args)" },
        { "does not build", "ended without builder.Build()" },
        { "does not run", "did not run it" },
        { "throws", "failed before it ran its host: no settings" },
        { "builds twice", "makes more than one FunctionsApplication builder" },
    };

    public static TheoryData<Type, string> BrokenFunctions => new()
    {
        { typeof(OutputOfNothing), "[QueueOutput] sends what the function returns, and it returns nothing" },
        { typeof(OrchestratorWithOutput), "an orchestrator cannot have a [QueueOutput]" },
        { typeof(OutputOfProperty), "does not serve outputs of properties such as Text" },
        { typeof(WrongOrchestrationContext), "must be a TaskOrchestrationContext" },
        { typeof(OrchestratorWithClient), "an orchestrator cannot take a [DurableClient]" },
        { typeof(OrchestratorWithTwoInputs), "nothing to bind parameter 'second' (String) to" },
        { typeof(ActivityWithStranger), "nothing to bind parameter 'other' (Int32) to" },
        { typeof(ActivityWithContext), "takes the activity's input, not a TaskActivityContext" },
        { typeof(TwoTriggers), "2 triggers; a function has exactly one" },
        { typeof(NoTrigger), "no parameter has a trigger attribute" },
        { typeof(WrongClient), "[DurableClient] must be a DurableTaskClient" },
        { typeof(HttpWithStranger), "nothing to bind parameter 'other' (Order) to" },
        { typeof(MalformedRoute), "the route 'a/{b' is malformed" },
        { typeof(SameName), "the function name 'Same' is taken more than once" },
        { typeof(SameRoute), "both answer the same route and method" },
        { typeof(ArrayWithoutBatch), "an array needs IsBatched = true" },
        { typeof(BatchWithoutArray), "[EventGridTrigger(IsBatched = true)] must be an array" },
        { typeof(NumberEvent), "[EventGridTrigger] cannot be a Int32" },
        { typeof(WrongTimer), "[TimerTrigger] must be a TimerInfo" },
        { typeof(AbstractClass), "the class is abstract" },
        { typeof(GenericMethod), "a function cannot be generic" },
        { typeof(ByReference), "parameter 'input' is passed by reference" },
    };

    [Theory]
    [MemberData(nameof(EntryPoints))]
    public async Task EntryPoint_NotAsItMustBe_IsAClearError(string kind, string message)
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { EntryPoint = args => Wrong(kind, args) }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntryPoint_AssemblyIsALibrary_IsAClearError()
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(
            () => SampleHost.StartAsync(o => o with { EntryPoint = null, FunctionsAssembly = typeof(EmbeddedHost).Assembly }));

        Assert.Contains("has no entry point", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntryPoint_CatchesEverything_StillStarts()
    {
        await using var sample = await SampleHost.StartAsync(o => o with
        {
            EntryPoint = async args =>
            {
                try
                {
                    await SampleProgram.RunAsync(args);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException("wrapped", e);
                }
            },
        });

        Assert.Equal(200, (await sample.SendAsync("GET", "/api/greet/Ada")).Status);
    }

    [Theory]
    [MemberData(nameof(BrokenFunctions))]
    public async Task Function_BreaksARule_StartNamesItAndTheRule(Type type, string rule)
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { FunctionTypes = t => t == type }));

        Assert.Contains($"{type.FullName}.Run", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_BreakManyRules_AllAreNamedAtOnce()
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(
            () => SampleHost.StartAsync(o => o with { FunctionTypes = t => t.Namespace == typeof(NoTrigger).Namespace }));

        Assert.All(BrokenFunctions, row => Assert.Contains(row.Data.Item2, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EntryPoint_WithoutWebApplication_CannotServeHttpRequestParameters()
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with
        {
            EntryPoint = args =>
            {
                FunctionsApplication.CreateBuilder(args).Build().Run();
                return Task.CompletedTask;
            },
        }));

        Assert.Contains("HttpSamples.Greet", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConfigureFunctionsWebApplication", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_Given_ReachTheAppsConfiguration()
    {
        await using var sample = await SampleHost.StartAsync(o => o with { Settings = new Dictionary<string, string?> { ["Sample__Greeting"] = "Salve" } });

        Assert.Equal("Salve, Ada", (await sample.SendAsync("GET", "/api/greet/Ada")).Body);
    }

    [Fact]
    public async Task Services_OfTheCaller_ReplaceTheApps()
    {
        await using var sample = await SampleHost.StartAsync(o => o with { ConfigureServices = s => s.AddSingleton(new Greeter("Replaced")) });

        Assert.Equal("Replaced, Ada", (await sample.SendAsync("GET", "/api/greet/Ada")).Body);
    }

    [Fact]
    public async Task Services_TimeChanceAndOrder_AreTheInjectedOnes()
    {
        EmbeddedHostOptions? given = null;
        await using var sample = await SampleHost.StartAsync(o => given = o);

        Assert.Same(given!.Time, sample.Host.Services.GetRequiredService<TimeProvider>());
        Assert.Same(given.Randomness, sample.Host.Services.GetRequiredService<Randomness>());
        Assert.Same(given.Dispatcher, sample.Host.Services.GetRequiredService<WorkDispatcher>());
    }

    [Fact]
    public async Task DataFolder_InUse_StopsTheSecondHost()
    {
        await using var first = await SampleHost.StartAsync();

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(folder: first.Folder));

        Assert.Contains("in use by another host", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://192.0.2.1:80")]
    public async Task Url_NotPlainLoopback_IsRefused(string url)
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { Url = new Uri(url) }));

        Assert.Contains("plain http on loopback", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Url_PortTaken_IsAClearErrorAndFreesTheFolder()
    {
        await using var first = await SampleHost.StartAsync(o => o with { Url = new Uri("http://127.0.0.1:0") });
        var folder = Directory.CreateTempSubdirectory("orc-port-");

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { Url = first.Host.Url }, folder.FullName));
        await using (await SampleHost.StartAsync(folder: folder.FullName))
        {
            Assert.Contains("Cannot listen on", error.Message, StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Host_Stopped_RefusesRequests()
    {
        await using var sample = await SampleHost.StartAsync();

        await sample.Host.StopAsync();

        Assert.Equal(503, (await sample.SendAsync("GET", "/api/greet/Ada")).Status);
    }

    [Fact]
    public async Task Host_StoppedGracefully_AnswersWhatIsInFlight()
    {
        var doorbell = new TaskCompletionSource();
        await using var sample = await SampleHost.StartAsync(o => o with { ConfigureServices = s => s.AddSingleton(doorbell) });
        var request = sample.SendAsync("GET", "/api/Waits");
        var stop = sample.Host.StopAsync();

        Assert.True(sample.Clock.IsHeld);
        Assert.False(stop.IsCompleted);
        doorbell.SetResult();

        Assert.Equal((200, "waited"), ((await request).Status, (await request).Body));
        await stop;
    }

    [Fact]
    public async Task Host_StoppedInHaste_CancelsWhatIsInFlight()
    {
        await using var sample = await SampleHost.StartAsync(o => o with { ConfigureServices = s => s.AddSingleton(new TaskCompletionSource()) });
        var request = sample.SendAsync("GET", "/api/Waits");

        await sample.Host.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(503, (await request).Status);
    }

    [Fact]
    public async Task Host_AfterRequests_HoldsTheClockNoLonger()
    {
        await using var sample = await SampleHost.StartAsync();

        await sample.SendAsync("GET", "/api/greet/Ada");
        await sample.SendAsync("GET", "/api/Fails");

        Assert.False(sample.Clock.IsHeld);
    }

    [Theory]
    [InlineData("/api/greet/Ada", "Moin, Ada")]
    [InlineData("/api/Client", "client")]
    public async Task EntryPoint_OnAGenericHostBuilder_RunsTheApp(string path, string answer)
    {
        await using var sample = await SampleHost.StartAsync(o => o with
        {
            Settings = new Dictionary<string, string?> { ["Sample__Greeting"] = "Moin" },
            EntryPoint = async _ => await new HostBuilder()
                .ConfigureFunctionsWebApplication(worker => worker.UseMiddleware((context, next) =>
                {
                    context.InstanceServices.GetRequiredService<Journal>().Add("passed");
                    return next();
                }))
                .ConfigureServices((context, services) =>
                {
                    services.AddSingleton(new Greeter(context.Configuration["Sample:Greeting"]!));
                    services.AddSingleton<Journal>();
                    services.AddScoped<Visit>();
                })
                .Build()
                .RunAsync(),
        });

        var (status, body, _) = await sample.SendAsync("GET", path);

        Assert.Equal((200, answer), (status, body));
        Assert.Equal(["passed", "visit ended"], sample.Journal.Lines);
    }

    [Fact]
    public async Task EntryPoint_OnAGenericHostBuilderThatDoesNotRun_IsAClearError()
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with
        {
            EntryPoint = _ => Task.FromResult(new HostBuilder().ConfigureFunctionsWorkerDefaults().Build()),
        }));

        Assert.Contains("did not run it", error.Message, StringComparison.Ordinal);
    }

    private static Task Wrong(string kind, string[] args)
    {
        if (kind == "throws")
        {
            throw new InvalidOperationException("no settings");
        }

        if (kind == "ends at once")
        {
            return Task.CompletedTask;
        }

        var builder = FunctionsApplication.CreateBuilder(args);
        if (kind == "builds twice")
        {
            FunctionsApplication.CreateBuilder(args).Build().Run();
        }

        if (kind == "does not run")
        {
            builder.Build();
        }

        return Task.CompletedTask;
    }
}
