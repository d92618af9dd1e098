using Microsoft.Azure.Functions.Worker.Builder;
using Orchestrator.Functions;
using Orchestrator.Functions.Access;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<OriginMiddleware>(OriginMiddleware.Concerns);
builder.UseWhen<AccessMiddleware>(AccessMiddleware.Concerns);
builder.Services.AddOrchestrator(builder.Configuration);
builder.Build().Run();
