using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Hosting.Discovery;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>Runs the app's entry point up to the moment where it would run, and keeps the host that it built.</summary>
internal sealed class AppStartup(EmbeddedHostOptions options, Action<AppProgress, IServiceCollection> addHostServices) : IFunctionsApplicationHost
{
    private AppProgress? _backend;

    /// <exception cref="EmbeddedHostException">The entry point threw, or ended without running a host.</exception>
    public async Task<IHost> RunAsync()
    {
        FunctionsApplicationHost.Current = this;
        try
        {
            await InvokeEntryPointAsync();
        }
        catch (Exception e) when (e is not EmbeddedHostException)
        {
            // Only the unwinding is expected. Program may wrap it or answer it with an exception of its own:
            // once the host was started, all is known.
            if (_backend?.Built is not { Started: true })
            {
                (_backend?.Built?.Inner)?.Dispose();
                throw new EmbeddedHostException($"The entry point of {Name} failed before it ran its host: {e.Message}", e);
            }
        }
        finally
        {
            FunctionsApplicationHost.Current = null;
        }

        return Captured();
    }

    public IFunctionsApplicationBackend CreateBackend(string[] args)
    {
        EnsureFirst();
        var backend = new AppBackend(options, args);
        _backend = backend;
        addHostServices(backend, backend.Services);
        return backend;
    }

    public void Attach(
        IHostBuilder builder,
        Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder>? configure,
        Action<WorkerOptions>? configureOptions,
        bool webApplication)
    {
        if (_backend is not HostBuilderBackend attached || attached.Builder != builder)
        {
            EnsureFirst();
            attached = new HostBuilderBackend(options, builder, addHostServices);
            _backend = attached;
            attached.Start();
        }

        attached.Configure(configure, configureOptions, webApplication);
    }

    /// <summary>Says which functions ask for what Program.cs has not turned on; null when none does.</summary>
    public EmbeddedHostException? MissingWebApplication(IEnumerable<FunctionDescriptor> functions)
    {
        var names = functions.Where(f => f.Parameters.Any(p => p.Type == typeof(HttpRequest))).Select(f => f.EntryPoint).ToArray();
        return names.Length == 0 || _backend!.UsesWebApplication
            ? null
            : new EmbeddedHostException(
                $"{string.Join(", ", names)}: an HttpRequest parameter needs builder.ConfigureFunctionsWebApplication() in the entry point.");
    }

    private string Name => options.FunctionsAssembly.GetName().Name!;

    private void EnsureFirst()
    {
        if (_backend is not null)
        {
            throw new EmbeddedHostException($"The entry point of {Name} makes more than one FunctionsApplication builder.");
        }
    }

    private IHost Captured()
    {
        if (_backend is null)
        {
            throw new EmbeddedHostException(
                $"The entry point of {Name} ended without FunctionsApplication.CreateBuilder(args).");
        }

        if (_backend.Built is null)
        {
            throw new EmbeddedHostException($"The entry point of {Name} ended without builder.Build().");
        }

        if (!_backend.Built.Started)
        {
            _backend.Built.Inner.Dispose();
            throw new EmbeddedHostException(
                $"The entry point of {Name} built its host but did not run it: end it with builder.Build().Run().");
        }

        return _backend.Built.Inner;
    }

    private async Task InvokeEntryPointAsync()
    {
        if (options.EntryPoint is { } given)
        {
            await given([]);
            return;
        }

        var main = options.FunctionsAssembly.EntryPoint
            ?? throw new EmbeddedHostException($"{Name} has no entry point; a Functions app is an executable.");
        object?[] arguments = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
        var returned = main.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
        if (returned is Task task)
        {
            await task;
        }
    }
}
