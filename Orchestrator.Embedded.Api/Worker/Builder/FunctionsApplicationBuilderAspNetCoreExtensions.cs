namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core integration.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Backend.UseWebApplication();
        return builder;
    }
}
