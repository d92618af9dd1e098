using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a Functions app: configuration, services, logging, middleware.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    internal FunctionsApplicationBuilder(IFunctionsApplicationBackend backend)
    {
        Backend = backend;
    }

    public IDictionary<object, object> Properties => Backend.Properties;

    public ConfigurationManager Configuration => Backend.Configuration;

    public IHostEnvironment Environment => Backend.Environment;

    public ILoggingBuilder Logging => Backend.Logging;

    public IMetricsBuilder Metrics => Backend.Metrics;

    public IServiceCollection Services => Backend.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal IFunctionsApplicationBackend Backend { get; }

    public IHost Build() => Backend.Build();

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => Backend.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        Backend.Use(middleware);
        return this;
    }
}
