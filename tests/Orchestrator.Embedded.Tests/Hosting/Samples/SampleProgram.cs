using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Embedded.Tests.Hosting.Samples;

/// <summary>The entry point of the sample app, written as any isolated-worker Program is.</summary>
internal static class SampleProgram
{
    public static Task RunAsync(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(new Greeter(builder.Configuration["Sample:Greeting"] ?? "Hello"));
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddScoped<Visit>();
        builder.UseMiddleware(async (context, next) =>
        {
            context.InstanceServices.GetRequiredService<Journal>().Add($"before {context.FunctionDefinition.Name}");
            await next();
            context.InstanceServices.GetRequiredService<Journal>().Add($"after {context.FunctionDefinition.Name}: {context.GetInvocationResult().Value?.GetType().Name ?? "nothing"}");
        });
        builder.Build().Run();
        return Task.CompletedTask;
    }
}
