using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>ASP.NET Core's routing over the app's own services; the same for Kestrel and for requests without sockets.</summary>
internal static class RequestPipeline
{
    public static RequestDelegate Build(IServiceProvider services, Action<IEndpointRouteBuilder> map)
    {
        var app = new ApplicationBuilder(services);
        app.Use((context, next) =>
        {
            context.RequestServices = services;
            return next(context);
        });
        app.UseRouting();
        app.UseEndpoints(map);
        app.Run(context => Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}."));
        return app.Build();
    }
}
