using System.Diagnostics;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Configuration;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Queues;
using Orchestrator.Embedded.Hosting.Timers;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>What the host puts into the app's services before the app adds its own.</summary>
internal static class HostServices
{
    public static void Add(
        AppProgress app,
        IServiceCollection services,
        EmbeddedHostOptions options,
        HostSettings settings,
        IReadOnlyList<FunctionDescriptor> functions)
    {
        services.AddSingleton(options.Time);
        services.AddSingleton<Randomness>(options.Randomness);
        services.AddSingleton<WorkDispatcher>(options.Dispatcher);
        services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        services.AddSingleton<IClockHold, ClockHold>();
        AddWeb(services);
        services.AddOptions<WorkerOptions>().PostConfigure(worker => worker.Serializer ??= WorkerSerializer.Default);
        services.AddSingleton<ObjectSerializer>(s => s.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!);
        services.AddSingleton<DataConverter>(s => new WorkerDataConverter(s.GetRequiredService<ObjectSerializer>()));
        services.AddSingleton(s => new FunctionInvoker(
            s.GetRequiredService<IServiceScopeFactory>(),
            options.Randomness,
            options.Time,
            s.GetRequiredService<ILogger<FunctionInvoker>>(),
            s.GetRequiredService<QueueOutputs>(),
            app.Middleware));
        services.AddSingleton<ITaskCatalog>(s => new FunctionTaskCatalog(
            functions,
            s.GetRequiredService<FunctionInvoker>(),
            s.GetRequiredService<DataConverter>(),
            s.GetRequiredService<ILogger<FunctionTaskCatalog>>()));
        AddEngine(services, options, settings);
        AddQueues(services, options, settings.Queues);
        services.AddSingleton(s => new TimerTriggers(
            options.DataFolder,
            s.GetRequiredService<IConfiguration>(),
            s.GetRequiredService<FunctionInvoker>(),
            options.Time,
            options.Dispatcher,
            options.Randomness,
            s.GetRequiredService<ILogger<TimerListener>>()));
    }

    private static void AddEngine(IServiceCollection services, EmbeddedHostOptions options, HostSettings settings)
    {
        var defaults = new EngineOptions();
        var engine = new EngineOptions
        {
            MaxConcurrentActivities = settings.MaxConcurrentActivityFunctions ?? defaults.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = settings.MaxConcurrentOrchestratorFunctions ?? defaults.MaxConcurrentOrchestrations,
            DefaultVersion = settings.DefaultVersion ?? defaults.DefaultVersion,
            VersionMatchStrategy = settings.VersionMatchStrategy ?? defaults.VersionMatchStrategy,
            VersionFailureStrategy = settings.VersionFailureStrategy ?? defaults.VersionFailureStrategy,
            ReplayAfterEveryStep = options.ReplayAfterEveryStep,
        };
        services.AddSingleton<IEngineStore>(_ => SqliteEngineStore.Open(Path.Combine(options.DataFolder, $"{settings.HubName}.db")));
        services.AddSingleton(s => new DurableTaskEngine(
            engine,
            s.GetRequiredService<IEngineStore>(),
            s.GetRequiredService<ITaskCatalog>(),
            s.GetRequiredService<DataConverter>(),
            options.Time,
            options.Dispatcher,
            options.Randomness,
            s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<DurableTaskClient>(s => s.GetRequiredService<DurableTaskEngine>().Client);
    }

    private static void AddQueues(IServiceCollection services, EmbeddedHostOptions options, QueueSettings settings)
    {
        services.AddSingleton(_ => new InProcessQueues(options.DataFolder, settings, options.Time, options.Randomness));
        services.AddSingleton(s => new StorageQueues(s.GetRequiredService<IConfiguration>(), settings, s.GetRequiredService<ILogger<StorageQueues>>()));
        services.AddSingleton(s => new QueueOutputs(
            s.GetRequiredService<InProcessQueues>(),
            s.GetRequiredService<StorageQueues>(),
            s.GetRequiredService<IConfiguration>(),
            s.GetRequiredService<ObjectSerializer>()));
        services.AddSingleton(s => new QueueTriggers(
            settings,
            s.GetRequiredService<InProcessQueues>(),
            s.GetRequiredService<StorageQueues>(),
            s.GetRequiredService<IConfiguration>(),
            s.GetRequiredService<FunctionInvoker>(),
            new QueueParameter(s.GetRequiredService<ObjectSerializer>()),
            options.Time,
            options.Dispatcher,
            options.Randomness,
            s.GetRequiredService<ILogger<QueueListener>>()));
    }

    private static void AddWeb(IServiceCollection services)
    {
        var diagnostics = new DiagnosticListener("Microsoft.AspNetCore");
        services.TryAddSingleton(diagnostics);
        services.TryAddSingleton<DiagnosticSource>(diagnostics);
        services.AddRouting();
        services.AddMvcCore();
        services.AddHttpContextAccessor();
        services.AddLogging();
    }
}
