using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>The app on a generic host builder of its own. As service provider factory it has the last word on what is registered.</summary>
internal sealed class HostBuilderBackend(EmbeddedHostOptions options, IHostBuilder builder, Action<AppProgress, IServiceCollection> addHostServices)
    : AppProgress, IFunctionsWorkerApplicationBuilder, IServiceProviderFactory<IServiceCollection>
{
    private IServiceCollection? _services;

    public IHostBuilder Builder => builder;

    public IServiceCollection Services => _services ?? throw new InvalidOperationException("The services are there once the host is being built.");

    /// <summary>Adds what every app gets.</summary>
    public void Start()
    {
        var settings = options.Settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)).ToList();
        builder.ConfigureHostConfiguration(configuration => configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_"));
        builder.ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(settings).AddEnvironmentVariables());
        builder.ConfigureServices((context, services) =>
        {
            _services = services;
            services.AddLogging(logging => logging.AddConfiguration(context.Configuration.GetSection("Logging")));
            addHostServices(this, services);
        });
        builder.UseServiceProviderFactory(this);
    }

    public void Configure(
        Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder>? configure, Action<WorkerOptions>? configureOptions, bool webApplication)
    {
        UsesWebApplication |= webApplication;
        builder.ConfigureServices((context, services) =>
        {
            configure?.Invoke(context, this);
            if (configureOptions is not null)
            {
                services.Configure(configureOptions);
            }
        });
    }

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        Middleware.Add(middleware);
        return this;
    }

    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        options.ConfigureServices?.Invoke(services);
        var host = services.Last(service => service.ServiceType == typeof(IHost)).ImplementationFactory!;
        services.AddSingleton<IHost>(provider => Built = new CapturedHost((IHost)host(provider)));
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();
}
