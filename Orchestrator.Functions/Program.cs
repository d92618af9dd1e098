using Microsoft.Azure.Functions.Worker.Builder;
using Orchestrator.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddOrchestrator(builder.Configuration);
builder.Build().Run();
