using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Api.Internal;

/// <summary>What stands behind a FunctionsApplicationBuilder.</summary>
internal interface IFunctionsApplicationBackend
{
    IDictionary<object, object> Properties { get; }

    ConfigurationManager Configuration { get; }

    IHostEnvironment Environment { get; }

    ILoggingBuilder Logging { get; }

    IMetricsBuilder Metrics { get; }

    IServiceCollection Services { get; }

    IHost Build();

    void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure)
        where TContainerBuilder : notnull;

    /// <summary>Adds middleware around every invocation; the first added is the outermost.</summary>
    void Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);

    /// <summary>The app asked for ASP.NET Core integration: HttpRequest parameters and IActionResult/IResult results.</summary>
    void UseWebApplication();
}
