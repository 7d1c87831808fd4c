namespace Inventory.Api.Reads;

/// <summary>Redis could not answer a read, and PostgreSQL cannot either.</summary>
internal sealed class StockUnavailableException(Exception cause) : Exception("Neither Redis nor PostgreSQL can answer.", cause);
