using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Api.Internal;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>
/// What the app's FunctionsApplicationBuilder writes to: a host builder without defaults, so that nothing reads files or writes to
/// the console unasked.
/// </summary>
internal sealed class AppBackend : AppProgress, IFunctionsApplicationBackend
{
    private readonly EmbeddedHostOptions _options;
    private readonly HostApplicationBuilder _builder;

    public AppBackend(EmbeddedHostOptions options, string[] args)
    {
        _options = options;
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(
            options.Settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)));
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
        _builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            ApplicationName = options.FunctionsAssembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = configuration["AZURE_FUNCTIONS_ENVIRONMENT"],
            Configuration = configuration,
        });
        Logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_builder).Properties;

    public ConfigurationManager Configuration => _builder.Configuration;

    public IHostEnvironment Environment => _builder.Environment;

    public ILoggingBuilder Logging => _builder.Logging;

    public IMetricsBuilder Metrics => _builder.Metrics;

    public IServiceCollection Services => _builder.Services;

    public IHost Build()
    {
        _options.ConfigureServices?.Invoke(_builder.Services);
        return Built = new CapturedHost(_builder.Build());
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure)
        where TContainerBuilder : notnull => _builder.ConfigureContainer(factory, configure);

    public void Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => Middleware.Add(middleware);

    public void UseWebApplication() => UsesWebApplication = true;
}
